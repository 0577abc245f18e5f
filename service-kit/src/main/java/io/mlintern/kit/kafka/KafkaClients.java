package io.mlintern.kit.kafka;

import io.mlintern.protocol.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Makes clients. Whoever takes one closes it. Keys are strings, values are bytes: see [Records].
public record KafkaClients(KafkaSettings settings) {
    /// How long a call waits for a broker that is away before it fails.
    private static final int PATIENCE_MS = 5_000;

    /// Acknowledged by all replicas in sync, sent at once, in order and without repeats of its own.
    public Producer<String, byte[]> producer(String clientId) {
        return producer(clientConfig(clientId));
    }

    /// The same for transactions. Of all processes that ask under one name only the last one may write.
    ///
    /// @param name becomes the transactional id, behind the installation's prefix
    public Producer<String, byte[]> transactionalProducer(String name) {
        Map<String, Object> config = clientConfig(name);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.group(name));
        // What dies in a transaction stalls every reader of its partitions until this has passed.
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, PATIENCE_MS);
        return producer(config);
    }

    private static Producer<String, byte[]> producer(Map<String, Object> config) {
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * PATIENCE_MS);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_MESSAGE_BYTES);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /// Without a group: its user says what it reads and from where. Sees only what is committed.
    public Consumer<String, byte[]> reader(String clientId) {
        Map<String, Object> config = consumer(clientId);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /// A member of a group under the process's stable name, without automatic commits.
    ///
    /// @param reset what to do without an offset: `none` wherever an old record must not be taken for a new one
    public KafkaConsumer<String, byte[]> member(String group, String reset) {
        Map<String, Object> config = consumer(group + "-" + settings.instance());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group(group));
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instance());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /// A member of a share group that acknowledges by hand.
    ///
    /// @param maxPoll how many records one poll takes at most
    public ShareConsumer<String, byte[]> sharer(String group, int maxPoll) {
        Map<String, Object> config = clientConfig(group + "-" + settings.instance());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group(group));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPoll);
        config.put("share.acknowledgement.mode", "explicit");
        config.put("share.acquire.mode", "record_limit");
        return new KafkaShareConsumer<>(
                config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public Admin admin(String clientId) {
        Map<String, Object> config = clientConfig(clientId);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 2 * PATIENCE_MS);
        return Admin.create(config);
    }

    private Map<String, Object> consumer(String clientId) {
        Map<String, Object> config = clientConfig(clientId);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        return config;
    }

    private Map<String, Object> clientConfig(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.prefix() + clientId);
        config.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 5);
        config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return config;
    }
}
