package io.mlintern.orchestrator.api;

import io.mlintern.orchestrator.api.stream.EventStreams;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import java.util.Optional;
import java.util.UUID;

/// Accepts operations: each that is answered with 202 is on the topic, and its key stands for it alone.
public final class Operations {
    private final OperationLog log;
    private final EventStreams streams;
    private final IdempotencyKeys keys;

    Operations(OperationLog log, EventStreams streams, IdempotencyKeys keys) {
        this.log = log;
        this.streams = streams;
        this.keys = keys;
    }

    /// The answer to an accepted operation.
    ///
    /// @param eventsAfter cursor from which on the operation's events come
    public record Receipt(OperationId operationId, SessionId sessionId, String eventsAfter) {}

    /// @param body the request's bytes, which a repeated key must come with again
    Receipt submit(
            Actor actor,
            SessionId session,
            Operation operation,
            Optional<String> key,
            byte[] body) {
        var fresh = new OperationId(UUID.randomUUID().toString());
        String eventsAfter = log.end(streams.partition(session)).text(session);
        if (key.isEmpty()) {
            log.append(actor, fresh, session, operation);
            return new Receipt(fresh, session, eventsAfter);
        }
        var accepted = keys.take(session, key.get(), body, fresh, eventsAfter);
        if (!accepted.sent()) {
            log.append(actor, accepted.operation(), session, operation);
            keys.markSent(session, key.get());
        }
        return new Receipt(accepted.operation(), session, accepted.eventsAfter());
    }
}
