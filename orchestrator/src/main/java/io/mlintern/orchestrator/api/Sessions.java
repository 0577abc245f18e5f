package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.orchestrator.api.stream.EventStreams;
import io.mlintern.orchestrator.catalog.SessionRepository;
import io.mlintern.orchestrator.catalog.SessionRow;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import io.mlintern.protocol.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens and forgets sessions.
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final SessionRequest requests;
    private final SessionRepository repository;
    private final OperationLog log;
    private final EventStreams streams;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(
            SessionRequest requests,
            SessionRepository repository,
            OperationLog log,
            EventStreams streams,
            Clock clock) {
        this.requests = requests;
        this.repository = repository;
        this.log = log;
        this.streams = streams;
        this.clock = clock;
    }

    /// Opens a session: its row first, then the engine is told.
    ///
    /// Dying between the two: nobody was told of the session; its row stays, and its first operation heals it by the
    /// engine's door for sessions that it does not know.
    SessionRow open(Actor caller, ObjectNode body, boolean fromLoopback) {
        var id = SessionId.random(random);
        SessionSettings settings = requests.read(body, caller.user(), id, fromLoopback);
        long firstOffset = log.end(streams.partition(id)).next();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var row = SessionRow.opened(id, caller.tenant(), settings, now, firstOffset);
        makeFolder(settings.workspace());
        repository.insert(row);
        try {
            var operation = new OperationId("open-" + id.value());
            log.append(caller, operation, id, new Operation.OpenSession(settings));
        } catch (Refusal e) {
            repository.remove(id);
            throw e;
        }
        LOG.info("session {} of tenant {} opened", id, caller.tenant());
        return row;
    }

    private static void makeFolder(Workspace workspace) {
        if (workspace.kind() == Workspace.Kind.LOCAL && workspace.path().isPresent()) {
            try {
                Files.createDirectories(Path.of(workspace.path().get()));
            } catch (IOException e) {
                throw Refusal.invalid("the workspace's folder cannot be made");
            }
        }
    }

    /// Stops what runs, then forgets the session.
    void forget(Actor caller, SessionRow row) {
        log.append(caller, fresh(), row.id(), new Operation.Interrupt());
        log.append(caller, fresh(), row.id(), new Operation.Shutdown());
        repository.forget(row.id());
        LOG.info("session {} of tenant {} forgotten", row.id(), row.tenant());
    }

    private static OperationId fresh() {
        return new OperationId(UUID.randomUUID().toString());
    }
}
