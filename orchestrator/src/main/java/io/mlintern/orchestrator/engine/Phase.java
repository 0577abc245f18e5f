package io.mlintern.orchestrator.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mlintern.protocol.CallId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the session waits for. Each phase carries exactly the data that it needs.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "phase")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Phase.Idle.class, name = "idle"),
    @JsonSubTypes.Type(value = Phase.AwaitingModel.class, name = "awaiting_model"),
    @JsonSubTypes.Type(value = Phase.RunningTools.class, name = "running_tools"),
    @JsonSubTypes.Type(value = Phase.Interrupting.class, name = "interrupting"),
    @JsonSubTypes.Type(value = Phase.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = Phase.Quarantined.class, name = "quarantined")
})
public sealed interface Phase {

    /// Nothing runs; the next operation begins at once.
    record Idle() implements Phase {}

    /// A model call is out.
    record AwaitingModel(CallId call, int iteration) implements Phase {}

    /// Tool calls are out; the model is asked again when the last one has settled.
    record RunningTools(int iteration, List<PendingCall> pending) implements Phase {
        public RunningTools {
            pending = List.copyOf(pending);
        }

        RunningTools without(CallId call) {
            return new RunningTools(iteration, PendingCall.without(pending, call));
        }

        RunningTools with(PendingCall call) {
            return new RunningTools(iteration, PendingCall.with(pending, call));
        }
    }

    /// The turn is being stopped: each running call is waited for until it has reported, but not past the deadline.
    record Interrupting(Optional<CallId> model, List<PendingCall> tools, Instant deadline)
            implements Phase {
        public Interrupting {
            tools = List.copyOf(tools);
        }

        Interrupting withoutModel() {
            return new Interrupting(Optional.empty(), tools, deadline);
        }

        Interrupting without(CallId call) {
            return new Interrupting(model, PendingCall.without(tools, call), deadline);
        }

        boolean isEmpty() {
            return model.isEmpty() && tools.isEmpty();
        }
    }

    /// No further input is taken.
    record Ended() implements Phase {}

    /// A failure of ours stopped this session, and only this one.
    record Quarantined() implements Phase {}
}
