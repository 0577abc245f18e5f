package io.mlintern.cli.turn;

import io.mlintern.cli.events.SessionEvent;
import io.mlintern.cli.exit.ExitCode;
import java.util.Optional;

/// Finds the end of the turn that our operation began, also when the session was busy with an earlier one.
final class OwnTurn {
    private final String operation;
    private boolean begun;
    private long message = -1;
    private boolean rejected;

    /// @param fresh nobody else uses the session: every turn in it is ours
    OwnTurn(String operation, boolean fresh) {
        this.operation = operation;
        this.begun = fresh;
    }

    /// Takes the next event; the answer is there when our turn ended with it.
    Optional<TurnEnd> see(SessionEvent event) {
        boolean ours = !operation.isEmpty() && event.text("operation_id").equals(operation);
        switch (event.type()) {
            case "user_message" -> {
                if (ours) {
                    message = event.seq();
                }
            }
            case "processing" -> begun |= isOurs(event);
            case "tool_state_change" -> rejected |= event.text("state").equals("rejected");
            case "operation_refused" -> {
                if (ours) {
                    return Optional.of(TurnEnd.refused(event.text("reason")));
                }
            }
            default -> {}
        }
        return begun ? TurnEnd.of(event).map(this::judged) : Optional.empty();
    }

    private boolean isOurs(SessionEvent processing) {
        long answers = processing.data().path("user_message").asLong(-1);
        return answers < 0 || answers == message;
    }

    /// A turn that came to its end although a call was turned down for lack of approval is not wholly done.
    private TurnEnd judged(TurnEnd end) {
        return rejected && end.code() == ExitCode.OK ? TurnEnd.approvalMissing() : end;
    }
}
