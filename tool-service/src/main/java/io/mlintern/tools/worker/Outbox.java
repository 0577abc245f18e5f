package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Topics;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that tool-service writes to Kafka.
final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final Producer<String, byte[]> producer;

    Outbox(KafkaClients clients) {
        this.clients = clients;
        producer = clients.producer("tool-service-" + clients.settings().instance());
    }

    Producer<String, byte[]> producer() {
        return producer;
    }

    /// Returns when the record is safe.
    ///
    /// @throws KafkaException when it is not known to be
    void send(Topics topic, Envelope<?> envelope) throws InterruptedException {
        await(producer.send(Records.write(name(topic), envelope)));
    }

    /// Does not wait: a signal that gets lost is only logged.
    void signal(Topics topic, Envelope<?> envelope) {
        var _ =
                producer.send(
                        Records.write(name(topic), envelope),
                        (_, failure) -> {
                            if (failure != null) LOG.debug("a signal got lost", failure);
                        });
    }

    /// Says on a compacted topic that there is no such key any more.
    void forget(Topics topic, String key) throws InterruptedException {
        await(producer.send(new ProducerRecord<>(name(topic), key, null)));
    }

    static void await(Future<RecordMetadata> sent) throws InterruptedException {
        try {
            var _ = sent.get();
        } catch (ExecutionException e) {
            throw new KafkaException("the record was not taken", e.getCause());
        }
    }

    private String name(Topics topic) {
        return clients.settings().topic(topic);
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }
}
