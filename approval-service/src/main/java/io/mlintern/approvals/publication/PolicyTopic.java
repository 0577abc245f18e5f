package io.mlintern.approvals.publication;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.PolicyRecord;
import io.mlintern.protocol.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/// Writes to topic `policies`.
public final class PolicyTopic implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final String SOURCE = "approval-service";
    private static final Actor SELF = new Actor("mlintern", SOURCE);

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final Clock clock;

    private PolicyTopic(Producer<String, byte[]> producer, String topic, Clock clock) {
        this.producer = producer;
        this.topic = topic;
        this.clock = clock;
    }

    public static PolicyTopic open(KafkaClients clients, Clock clock) {
        return new PolicyTopic(
                clients.producer("approval-service-policies"),
                clients.settings().topic(Topics.POLICIES),
                clock);
    }

    /// Writes the records in this order, and returns when all are acknowledged.
    public void write(List<PolicyRecord> records)
            throws NotPublishedException, InterruptedException {
        try {
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (PolicyRecord record : records) {
                sent.add(producer.send(Records.write(topic, envelope(record))));
            }
            for (Future<RecordMetadata> each : sent) {
                var _ = each.get();
            }
        } catch (ExecutionException e) {
            throw new NotPublishedException(e.getCause());
        } catch (KafkaException e) {
            throw new NotPublishedException(e);
        }
    }

    private Envelope<PolicyRecord> envelope(PolicyRecord record) {
        return Envelope.of(idOf(record), SOURCE, clock.instant(), SELF, record);
    }

    /// The same state again carries the same id.
    private static String idOf(PolicyRecord record) {
        return switch (record) {
            case PolicyRecord.Policy policy ->
                    record.key() + ":" + policy.version() + (policy.inForce() ? ":on" : ":off");
            case PolicyRecord.GrantKey _ -> record.key();
        };
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
