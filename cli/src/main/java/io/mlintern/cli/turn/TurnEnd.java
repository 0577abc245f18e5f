package io.mlintern.cli.turn;

import io.mlintern.cli.events.SessionEvent;
import io.mlintern.cli.exit.ExitCode;
import java.util.Optional;

/// How a turn ended: for a script the code, for a person the sentence.
public record TurnEnd(ExitCode code, Optional<String> sentence) {

    private static TurnEnd of(ExitCode code, String sentence) {
        return new TurnEnd(code, Optional.of(sentence));
    }

    /// Reads an event that ends a turn; empty for every other event.
    static Optional<TurnEnd> of(SessionEvent event) {
        return Optional.ofNullable(
                switch (event.type()) {
                    case "turn_complete" -> completed(event.text("reason"));
                    case "error" -> new TurnEnd(codeOf(event.text("code")), Optional.empty());
                    case "interrupted" -> of(ExitCode.INTERRUPTED, "The turn was interrupted.");
                    case "approval_required" ->
                            of(
                                    ExitCode.APPROVAL_MISSING,
                                    "The turn waits for people, and goes on by itself when they have decided.");
                    default -> endOfSession(event);
                });
    }

    private static TurnEnd endOfSession(SessionEvent event) {
        return switch (event.type()) {
            case "session_terminated" -> of(ExitCode.LIMIT, event.text("user_message"));
            case "session_quarantined" ->
                    of(
                            ExitCode.FAILURE,
                            "The session was stopped by a failure of ours: "
                                    + event.text("reason"));
            case "shutdown" -> of(ExitCode.FAILURE, "The session was shut down.");
            default -> null;
        };
    }

    static TurnEnd refused(String reason) {
        return of(ExitCode.SERVER, "The server refused the prompt: " + reason);
    }

    static TurnEnd approvalMissing() {
        return of(
                ExitCode.APPROVAL_MISSING,
                "A call needed a person's approval and did not get it; the turn went on without.");
    }

    private static TurnEnd completed(String reason) {
        return switch (reason) {
            case "completed", "" -> new TurnEnd(ExitCode.OK, Optional.empty());
            case "iteration_limit" ->
                    of(
                            ExitCode.LIMIT,
                            "The limit of model calls (--max-iterations) ended the turn before it was done.");
            case "budget" -> of(ExitCode.LIMIT, "A budget ended the turn before it was done.");
            default ->
                    of(
                            ExitCode.LIMIT,
                            "The turn was ended before it was done (%s).".formatted(reason));
        };
    }

    /// The failure codes of the server; one that we do not know is no model's fault.
    private static ExitCode codeOf(String failure) {
        return switch (failure) {
            case "no_credentials", "upstream_unreachable", "model_unreachable" -> ExitCode.NO_MODEL;
            case "authentication",
                    "billing",
                    "rate_limit",
                    "overloaded",
                    "context_overflow",
                    "model_not_found",
                    "provider_unsupported",
                    "invalid_request",
                    "gateway_unreachable" ->
                    ExitCode.MODEL_FAILED;
            default -> failure.startsWith("upstream_") ? ExitCode.MODEL_FAILED : ExitCode.FAILURE;
        };
    }
}
