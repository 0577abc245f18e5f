package io.mlintern.orchestrator.api;

import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes events as the engine and the model runner do, each in a transaction of its own.
public final class PlayedEngine {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

    private final SessionId session;
    private long seq;
    private int sent;

    public PlayedEngine(SessionId session) {
        this.session = session;
    }

    public PlayedEngine fact(Fact fact) {
        return factAt(++seq, fact);
    }

    public PlayedEngine factAt(long number, Fact fact) {
        write(SessionEvent.fact(session, number, TIME.plusSeconds(number), 1, fact));
        return this;
    }

    public PlayedEngine signal(Signal signal) {
        write(SessionEvent.signal(session, TIME, 1, signal));
        return this;
    }

    /// Leaves out a number, as a record that was lost would.
    public PlayedEngine skip() {
        seq++;
        return this;
    }

    public long seq() {
        return seq;
    }

    private void write(SessionEvent event) {
        var wire =
                Codec.write(
                        Envelope.of(
                                session + "-" + sent++,
                                "orchestrator",
                                TIME,
                                OrchestratorServer.ANNA,
                                event));
        raw(wire.headers(), wire.value());
    }

    /// A record of another writer.
    public PlayedEngine raw(Map<String, String> headers, byte[] value) {
        var event =
                new ProducerRecord<>(
                        Topics.EVENTS.name(OrchestratorServer.PREFIX), session.value(), value);
        headers.forEach(
                (name, text) -> event.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        synchronized (Shared.PRODUCER) {
            Shared.PRODUCER.beginTransaction();
            try {
                var _ = Shared.PRODUCER.send(event).get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            Shared.PRODUCER.commitTransaction();
        }
        return this;
    }

    private static final class Shared {
        static final Producer<String, byte[]> PRODUCER = open();

        private static Producer<String, byte[]> open() {
            var producer =
                    new KafkaProducer<>(
                            Map.<String, Object>of(
                                    "bootstrap.servers",
                                    OrchestratorServer.bootstrap(),
                                    "transactional.id",
                                    "played-engine",
                                    "linger.ms",
                                    0,
                                    "retry.backoff.ms",
                                    5,
                                    "max.request.size",
                                    Topics.MAX_MESSAGE_BYTES),
                            new StringSerializer(),
                            new ByteArraySerializer());
            producer.initTransactions();
            return producer;
        }
    }
}
