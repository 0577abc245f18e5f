package io.mlintern.orchestrator;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import io.mlintern.protocol.Topics;

/// Where Kafka is, and clients of it as the API uses them: they answer within seconds, also that Kafka is away.
///
/// @param prefix of all topics of this installation
/// @param partitions of the topics that are keyed by session
public record KafkaSettings(String bootstrap, String prefix, int partitions) {
    private static final int PATIENCE_MS = 5000;

    public String topic(Topics topic) {
        return topic.name(prefix);
    }

    /// Acknowledged by all replicas in sync, sent at once.
    public Producer<String, byte[]> producer() {
        var config = client("orchestrator-operations");
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("linger.ms", 0);
        config.put("max.block.ms", PATIENCE_MS);
        config.put("request.timeout.ms", PATIENCE_MS - 1000);
        config.put("delivery.timeout.ms", PATIENCE_MS);
        config.put("max.request.size", Topics.MAX_MESSAGE_BYTES);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /// Without a group: its user says what it reads and from where. Sees only what is committed.
    public Consumer<String, byte[]> consumer() {
        var config = client("orchestrator-events");
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "none");
        config.put("fetch.max.wait.ms", 250);
        config.put("default.api.timeout.ms", PATIENCE_MS);
        config.put("request.timeout.ms", PATIENCE_MS);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public Admin admin() {
        var config = client("orchestrator-admin");
        config.put("default.api.timeout.ms", PATIENCE_MS);
        config.put("request.timeout.ms", PATIENCE_MS - 1000);
        return Admin.create(config);
    }

    private Map<String, Object> client(String name) {
        var config = new HashMap<String, Object>();
        config.put("bootstrap.servers", bootstrap);
        config.put("client.id", name);
        config.put("retry.backoff.ms", 5);
        config.put("enable.metrics.push", false);
        return config;
    }
}
