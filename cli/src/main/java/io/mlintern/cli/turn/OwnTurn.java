package io.mlintern.cli.turn;

import io.mlintern.cli.events.SessionEvent;
import io.mlintern.cli.exit.ExitCode;
import java.util.Optional;

/// Finds the end of the turn that our operation began, also when the session was busy with an earlier one.
final class OwnTurn {
    private final String operation;
    private final boolean staysForPeople;
    private boolean begun;
    private long message = -1;
    private boolean unapproved;

    /// @param fresh nobody else uses the session: every turn in it is ours
    /// @param staysForPeople whether a call that waits for people is waited for, and does not end our watching
    OwnTurn(String operation, boolean fresh, boolean staysForPeople) {
        this.operation = operation;
        this.begun = fresh;
        this.staysForPeople = staysForPeople;
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
            case "tool_state_change" -> unapproved |= begun && isUnapproved(event.text("state"));
            case "operation_refused" -> {
                if (ours) {
                    return Optional.of(TurnEnd.refused(event.text("reason")));
                }
            }
            default -> {}
        }
        boolean waits = staysForPeople && event.type().equals("approval_required");
        return begun && !waits ? TurnEnd.of(event).map(this::judged) : Optional.empty();
    }

    private static boolean isUnapproved(String state) {
        return state.equals("rejected") || state.equals("abandoned");
    }

    private boolean isOurs(SessionEvent processing) {
        long answers = processing.data().path("user_message").asLong(-1);
        return answers < 0 || answers == message;
    }

    /// A turn that came to its end although a call was turned down for lack of approval is not wholly done.
    private TurnEnd judged(TurnEnd end) {
        return unapproved && end.code() == ExitCode.OK ? TurnEnd.approvalMissing() : end;
    }
}
