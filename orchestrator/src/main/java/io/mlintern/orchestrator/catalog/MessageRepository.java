package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// The transcripts.
public final class MessageRepository {
    private final Jdbi jdbi;

    public MessageRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// All messages of a session in order, each the text of a JSON object.
    public List<String> transcript(SessionId session) {
        return jdbi.withHandle(
                handle ->
                        handle.select(
                                        "SELECT body FROM message WHERE session_id = ?"
                                                + " ORDER BY position, seq",
                                        session.value())
                                .mapTo(String.class)
                                .list());
    }

    /// Whether the catalog shows what that operation did.
    public boolean shows(SessionId session, OperationId operation) {
        return jdbi.withHandle(
                handle ->
                        handle.select(
                                        "SELECT 1 FROM carried_operation"
                                                + " WHERE session_id = ? AND operation_id = ?",
                                        session.value(),
                                        operation.value())
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent());
    }
}
