package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The sessions that exist, whose they are and what they do.
public final class SessionRepository {
    private final Jdbi jdbi;

    public SessionRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void insert(SessionRow row) {
        jdbi.useHandle(
                handle ->
                        SessionRows.bindNew(handle.createUpdate(SessionRows.INSERT), row)
                                .execute());
    }

    public Optional<SessionRow> find(SessionId id) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "SELECT "
                                                + SessionRows.COLUMNS
                                                + " FROM session WHERE id = :id")
                                .bind("id", id.value())
                                .map((row, _) -> SessionRows.map(row))
                                .findOne());
    }

    /// Where a list goes on: behind this session.
    public record Place(Instant createdAt, SessionId id) {}

    /// A user's sessions, newest first.
    ///
    /// @param words what title or model contain, whatever the case; blank: all
    public List<SessionRow> newest(
            String tenant, String owner, String words, Optional<Place> after, int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "SELECT "
                                                + SessionRows.COLUMNS
                                                + " FROM session WHERE tenant = :tenant"
                                                + " AND owner = :owner"
                                                + " AND (title ILIKE :like OR model ILIKE :like)"
                                                + (after.isPresent()
                                                        ? " AND (created_at, id) < (:at, :id)"
                                                        : "")
                                                + " ORDER BY created_at DESC, id DESC LIMIT :limit")
                                .bind("tenant", tenant)
                                .bind("owner", owner)
                                .bind("like", "%" + escaped(words.strip()) + "%")
                                .bind("at", after.map(it -> SessionRows.utc(it.createdAt())))
                                .bind("id", after.map(it -> it.id().value()))
                                .bind("limit", limit)
                                .map((row, _) -> SessionRows.map(row))
                                .list());
    }

    /// Forgets a session with all that hangs on it, and for good: facts that come later are passed over.
    public void forget(SessionId id) {
        jdbi.useTransaction(
                handle -> {
                    handle.execute(
                            "INSERT INTO forgotten_session (id) VALUES (?) ON CONFLICT DO NOTHING",
                            id.value());
                    handle.execute("DELETE FROM session WHERE id = ?", id.value());
                    handle.execute(
                            "DELETE FROM forgotten_session"
                                    + " WHERE forgotten_at < now() - interval '30 days'");
                });
    }

    /// Takes back a session that nobody was told of.
    public void remove(SessionId id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM session WHERE id = ?", id.value()));
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace("\u0000", "");
    }
}
