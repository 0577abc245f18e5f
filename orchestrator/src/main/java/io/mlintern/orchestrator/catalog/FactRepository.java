package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.SessionId;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// The facts of sessions as they stood on the topic, also those that it no longer keeps.
public final class FactRepository {
    private final Jdbi jdbi;

    public FactRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param offset where it stood in the session's partition
    /// @param value the event as it stood on the topic
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way from the database to a reader.
    public record StoredFact(long seq, long offset, byte[] value) {}

    /// Facts `from` to `to`, both inclusive, in order. Fewer, where the catalog has not seen them yet.
    public List<StoredFact> factsUpTo(SessionId session, long from, long to) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "SELECT seq, log_offset, value FROM fact WHERE session_id = :id"
                                                + " AND seq BETWEEN :from AND :to ORDER BY seq")
                                .bind("id", session.value())
                                .bind("from", from)
                                .bind("to", to)
                                .map(
                                        (row, _) ->
                                                new StoredFact(
                                                        row.getLong(1),
                                                        row.getLong(2),
                                                        row.getBytes(3)))
                                .list());
    }

    /// At most `limit` facts that stood at `from` or behind it and before `until`, in order.
    public List<StoredFact> factsBetween(SessionId session, long from, long until, int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "SELECT seq, log_offset, value FROM fact WHERE session_id = :id"
                                                + " AND log_offset >= :from AND log_offset < :until"
                                                + " ORDER BY log_offset LIMIT :limit")
                                .bind("id", session.value())
                                .bind("from", from)
                                .bind("until", until)
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                new StoredFact(
                                                        row.getLong(1),
                                                        row.getLong(2),
                                                        row.getBytes(3)))
                                .list());
    }
}
