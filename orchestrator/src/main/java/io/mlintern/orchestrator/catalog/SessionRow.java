package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import java.time.Instant;
import java.util.Optional;

/// A session as the catalog knows it.
///
/// @param settings as they are now: title, model and effort follow the facts
/// @param firstOffset all of its events stand there in its partition or behind it
/// @param lastSeq the newest fact that is projected; 0 before the first
public record SessionRow(
        SessionId id,
        String tenant,
        SessionSettings settings,
        SessionStatus status,
        int turn,
        Instant createdAt,
        Instant updatedAt,
        long firstOffset,
        long lastSeq) {

    /// A session that no fact tells of yet.
    public static SessionRow opened(
            SessionId id, String tenant, SessionSettings settings, Instant at, long firstOffset) {
        return new SessionRow(id, tenant, settings, SessionStatus.IDLE, 0, at, at, firstOffset, 0);
    }

    public boolean belongsTo(String otherTenant, String user) {
        return tenant.equals(otherTenant) && settings.owner().equals(user);
    }

    SessionRow projected(CatalogFact fact) {
        return new SessionRow(
                id,
                tenant,
                settings,
                fact.kind().map(status::after).orElse(status),
                Math.max(turn, fact.turn()),
                createdAt,
                fact.time(),
                firstOffset,
                fact.seq());
    }

    SessionRow titled(String title) {
        return with(settings.model(), Optional.of(title), settings.effort());
    }

    SessionRow using(ModelId model) {
        return with(model, settings.title(), settings.effort());
    }

    SessionRow thinking(String effort) {
        return with(settings.model(), settings.title(), Optional.of(effort));
    }

    private SessionRow with(ModelId model, Optional<String> title, Optional<String> effort) {
        var changed =
                new SessionSettings(
                        settings.owner(),
                        model,
                        title,
                        settings.workspace(),
                        settings.maxIterations(),
                        settings.stream(),
                        settings.attended(),
                        effort);
        return new SessionRow(
                id, tenant, changed, status, turn, createdAt, updatedAt, firstOffset, lastSeq);
    }
}
