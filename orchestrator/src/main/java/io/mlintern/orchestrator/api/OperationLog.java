package io.mlintern.orchestrator.api;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.orchestrator.api.stream.Cursor;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.Topics;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Writes operations for the engine, and knows where a session's events stand before.
///
/// A write that fails has perhaps reached the topic all the same: whoever repeats it uses the same operation id, and the
/// engine carries it out once.
public final class OperationLog implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 6;

    private final String topic;
    private final Producer<String, byte[]> producer;
    private final Admin admin;
    private final Clock clock;

    public OperationLog(KafkaClients kafka, Clock clock) {
        this.topic = kafka.settings().topic(Topics.OPERATIONS);
        this.producer = kafka.producer("orchestrator-operations");
        this.admin = kafka.admin("orchestrator-offsets");
        this.clock = clock;
    }

    /// Returns when all replicas in sync have the record.
    void append(Actor actor, OperationId id, SessionId session, Operation operation) {
        var envelope =
                Envelope.of(
                        id.value(),
                        "orchestrator",
                        clock.instant(),
                        actor,
                        new SubmittedOperation(id, session, operation));
        try {
            var _ =
                    producer.send(Records.write(topic, envelope))
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw Refusal.unavailable(e);
        }
    }

    /// A cursor behind everything that is committed in a partition of `events` now.
    Cursor end(TopicPartition partition) {
        var latest =
                admin.listOffsets(
                        Map.of(partition, OffsetSpec.latest()),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        return Cursor.before(get(latest.partitionResult(partition)).offset());
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable(e);
        } catch (ExecutionException | TimeoutException e) {
            throw Refusal.unavailable(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
