package io.mlintern.protocol;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// What a client asks of a session. The names on the wire are those of [OperationKind].
public sealed interface Operation {

    /// Runs a turn with this text, at once or when the turns before it have ended.
    record UserInput(String text) implements Operation {}

    /// The caller's votes on calls that wait for approval.
    record ExecApproval(List<Vote> approvals) implements Operation {
        public ExecApproval {
            approvals = List.copyOf(approvals);
        }
    }

    record Vote(
            CallId toolCallId,
            boolean approved,
            Optional<String> feedback,
            Optional<String> editedScript,
            Optional<JsonObject> arguments,
            Optional<String> namespace) {}

    /// Stops what the session is doing.
    record Interrupt() implements Operation {}

    /// Takes the last turn out of the conversation.
    record Undo() implements Operation {}

    record Compact() implements Operation {}

    record New() implements Operation {}

    record Resume(Optional<String> sessionId, Optional<String> path) implements Operation {}

    /// Ends the session.
    record Shutdown() implements Operation {}

    record SetModel(ModelId model) implements Operation {}

    record SetEffort(String effort) implements Operation {}

    record SetAutoApproval(boolean enabled, Optional<BigDecimal> capUsd) implements Operation {}

    record Rename(String title) implements Operation {}

    record Fork(Optional<String> atEventId, Optional<ModelId> model) implements Operation {}

    /// Not for clients: the API and the catalog tell the engine of a session that its store does not know.
    record OpenSession(SessionSettings settings) implements Operation {}

    /// Not for clients: the catalog cannot tell the engine of this session, and what waits for it cannot be carried out.
    record SessionNotLoaded(String reason) implements Operation {}
}
