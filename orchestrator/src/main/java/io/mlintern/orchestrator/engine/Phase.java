package io.mlintern.orchestrator.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
    ///
    /// @param unheard empty once somebody has said that it has the call
    record AwaitingModel(CallId call, int iteration, Optional<Unheard> unheard) implements Phase {
        static AwaitingModel of(Fact.ModelCallRequested request, Instant at) {
            return new AwaitingModel(
                    request.callId(),
                    request.iteration(),
                    Optional.of(new Unheard(request, Watch.HandedOut.first(at))));
        }

        AwaitingModel heard() {
            return new AwaitingModel(call, iteration, Optional.empty());
        }

        AwaitingModel handedOutAgain(Instant at) {
            return new AwaitingModel(
                    call,
                    iteration,
                    unheard.map(it -> new Unheard(it.request(), it.handedOut().again(at))));
        }
    }

    /// A model call of which nobody has said yet that it has it, with all that a further hand-out needs.
    record Unheard(Fact.ModelCallRequested request, Watch.HandedOut handedOut) {}

    /// Tool calls are out; the model is asked again when the last one has settled.
    record RunningTools(int iteration, List<OpenCall> pending) implements Phase {
        public RunningTools {
            pending = List.copyOf(pending);
        }

        RunningTools without(CallId call) {
            return new RunningTools(
                    iteration, pending.stream().filter(open -> !open.call().equals(call)).toList());
        }

        RunningTools with(OpenCall call) {
            return new RunningTools(
                    iteration, Stream.concat(pending.stream(), Stream.of(call)).toList());
        }

        RunningTools changed(CallId call, UnaryOperator<OpenCall> change) {
            return new RunningTools(
                    iteration,
                    pending.stream()
                            .map(open -> open.call().equals(call) ? change.apply(open) : open)
                            .toList());
        }

        Optional<OpenCall> find(CallId call) {
            return pending.stream().filter(open -> open.call().equals(call)).findFirst();
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
