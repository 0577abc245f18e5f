package io.mlintern.orchestrator.api;

import io.mlintern.orchestrator.catalog.SessionRow;
import io.mlintern.orchestrator.catalog.SessionStatus;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Workspace;
import java.time.Instant;
import java.util.Optional;

/// A session as clients see it.
public record SessionView(
        SessionId sessionId,
        Optional<String> title,
        ModelId model,
        SessionStatus state,
        Workspace workspace,
        int maxIterations,
        boolean stream,
        boolean attended,
        Optional<String> effort,
        int turn,
        Instant createdAt,
        Instant updatedAt) {

    static SessionView of(SessionRow row) {
        var settings = row.settings();
        return new SessionView(
                row.id(),
                settings.title(),
                settings.model(),
                row.status(),
                settings.workspace(),
                settings.maxIterations(),
                settings.stream(),
                settings.attended(),
                settings.effort(),
                row.turn(),
                row.createdAt(),
                row.updatedAt());
    }
}
