package io.mlintern.orchestrator.catalog;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.Topics;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the engine, on `operations`, what a session is that its store does not know.
///
/// Dying before the answer is acknowledged: the question is read again. After it: the same answer comes twice, and the
/// second changes nothing. Test: `CatalogIT`.
public final class LoadAnswers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadAnswers.class);
    private static final Actor CATALOG = new Actor("system", "catalog");

    private final SessionRepository sessions;
    private final String topic;
    private final Producer<String, byte[]> producer;
    private final Clock clock;

    public LoadAnswers(SessionRepository sessions, KafkaClients kafka, Clock clock) {
        this.sessions = sessions;
        this.topic = kafka.settings().topic(Topics.OPERATIONS);
        this.producer = kafka.producer("orchestrator-load-answers");
        this.clock = clock;
    }

    /// Returns when the answer is safe.
    ///
    /// @throws KafkaException when it is not known to be
    void answer(SessionId session) throws InterruptedException {
        Optional<SessionRow> row = sessions.find(session);
        if (row.isEmpty()) {
            send(CATALOG, session, "unknown", notLoaded("there is no such session"));
        } else if (row.get().lastSeq() > 0) {
            // To open it would begin its facts at 1 once more, and this one has some.
            LOG.warn("session {} is asked for although it has facts", session);
            send(CATALOG, session, "lost", notLoaded("it has facts, and its state is lost"));
        } else {
            LOG.info("session {} is opened out of its row", session);
            var owner = new Actor(row.get().tenant(), row.get().settings().owner());
            send(owner, session, "open", new Operation.OpenSession(row.get().settings()));
        }
    }

    private static Operation notLoaded(String reason) {
        return new Operation.SessionNotLoaded(reason);
    }

    private void send(Actor actor, SessionId session, String what, Operation operation)
            throws InterruptedException {
        var id = new OperationId(what + "-" + session.value());
        var envelope =
                Envelope.of(
                        id.value(),
                        "orchestrator",
                        clock.instant(),
                        actor,
                        new SubmittedOperation(id, session, operation));
        try {
            var _ = producer.send(Records.write(topic, envelope)).get();
        } catch (ExecutionException e) {
            throw new KafkaException("the answer was not taken", e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
