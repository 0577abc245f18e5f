package io.mlintern.orchestrator.api;

import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Remembers for 24 hours which operation a client's key stands for.
///
/// The row is committed before the operation's record is written and marked after. Dying before the record: a retry finds
/// the row unsent and sends the same operation. Dying between record and mark: a retry sends it again under the same
/// operation id, and the engine carries it out once. Test: `OperationsIT`.
final class IdempotencyKeys {
    private static final int LONGEST_KEY = 255;

    private final Jdbi jdbi;

    IdempotencyKeys(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What a key stands for.
    ///
    /// @param sent whether the record is known to be written
    record Accepted(OperationId operation, String eventsAfter, boolean sent) {}

    /// Takes a key for an operation, or gives what it was taken for before.
    Accepted take(
            SessionId session, String key, byte[] body, OperationId fresh, String eventsAfter) {
        if (key.isBlank() || key.length() > LONGEST_KEY || key.indexOf('\u0000') >= 0) {
            throw Refusal.invalid("Idempotency-Key must have 1 to " + LONGEST_KEY + " characters");
        }
        byte[] hash = sha256(body);
        return jdbi.inTransaction(
                handle -> {
                    insert(handle, session, key, hash, fresh, eventsAfter);
                    return found(handle, session, key, hash);
                });
    }

    void markSent(SessionId session, String key) {
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "UPDATE accepted_operation SET sent_at = now() WHERE session_id = ?"
                                        + " AND idempotency_key = ? AND sent_at IS NULL",
                                session.value(),
                                key));
    }

    private static void insert(
            Handle handle,
            SessionId session,
            String key,
            byte[] hash,
            OperationId operation,
            String eventsAfter) {
        handle.execute(
                "DELETE FROM accepted_operation WHERE accepted_at < now() - interval '24 hours'");
        handle.execute(
                "INSERT INTO accepted_operation"
                        + " (session_id, idempotency_key, operation_id, body_hash, events_after)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                session.value(),
                key,
                operation.value(),
                hash,
                eventsAfter);
    }

    private static Accepted found(Handle handle, SessionId session, String key, byte[] hash) {
        return handle.select(
                        "SELECT operation_id, body_hash, events_after, sent_at IS NOT NULL"
                                + " FROM accepted_operation"
                                + " WHERE session_id = ? AND idempotency_key = ?",
                        session.value(),
                        key)
                .map((row, _) -> accepted(row, hash))
                .one();
    }

    private static Accepted accepted(ResultSet row, byte[] hash) throws SQLException {
        if (!Arrays.equals(row.getBytes(2), hash)) {
            throw Refusal.of(
                    422,
                    "idempotency_key_reused",
                    "this Idempotency-Key was sent with another body: use a new one");
        }
        return new Accepted(new OperationId(row.getString(1)), row.getString(3), row.getBoolean(4));
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
