package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.EventData;
import java.util.List;
import java.util.Optional;

/// What an input leads to: events in the order of writing (facts, and signals that only inform), and commands.
///
/// @param dropped why the input changed nothing, where it did not
public record Decision(List<EventData> events, List<Command> commands, Optional<Dropped> dropped) {

    /// Inputs that change nothing are normal; they are counted by reason.
    public enum Dropped {
        DUPLICATE_OPERATION,
        /// The call is settled, or was never this session's.
        SETTLED_CALL,
        SESSION_ENDED,
        UNKNOWN_SESSION,
        /// Nothing waits for it in this phase.
        NOT_AWAITED
    }

    public Decision {
        events = List.copyOf(events);
        commands = List.copyOf(commands);
    }

    static Decision nothing(Dropped reason) {
        return new Decision(List.of(), List.of(), Optional.of(reason));
    }
}
