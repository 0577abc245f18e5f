package io.mlintern.orchestrator.api;

import io.mlintern.kit.identity.Caller;
import io.mlintern.orchestrator.catalog.SessionRepository;
import io.mlintern.orchestrator.catalog.SessionRow;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.SessionId;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;

/// Lets a caller at its own sessions only.
final class SessionAccess {
    private final SessionRepository sessions;

    SessionAccess(SessionRepository sessions) {
        this.sessions = sessions;
    }

    SessionRow own(Actor caller, String id) {
        if (!SessionId.isValid(id)) {
            throw Refusal.noSession();
        }
        return sessions.find(new SessionId(id))
                .filter(row -> row.belongsTo(caller.tenant(), caller.user()))
                .orElseThrow(Refusal::noSession);
    }

    /// Whom the request's token names, or whom a service speaks for.
    static Actor caller(SecurityContext security, HttpHeaders headers) {
        return Caller.of(security, headers).actor();
    }
}
