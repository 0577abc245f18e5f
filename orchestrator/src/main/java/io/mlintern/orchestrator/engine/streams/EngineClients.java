package io.mlintern.orchestrator.engine.streams;

import io.mlintern.kit.kafka.LogStart;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/// Kafka Streams' clients, as it makes them itself, but for two things. An engine that was away longer than its inputs are
/// kept goes on at the log's start: Streams' own reset rules would do the same for an offset that is lost or lies behind
/// the log's end, and run old inputs again. And where nothing comes, less is asked.
final class EngineClients implements KafkaClientSupplier {
    private static final Duration IDLE_AFTER = Duration.ofSeconds(1);
    private static final Duration WHEN_IDLE = Duration.ofMillis(50);

    private final LongConsumer deletedUnread;

    /// @param deletedUnread is told how many offsets were passed over
    EngineClients(LongConsumer deletedUnread) {
        this.deletedUnread = deletedUnread;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new Inputs(config, deletedUnread);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plain(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plain(config);
    }

    private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static final class Inputs extends KafkaConsumer<byte[], byte[]> {
        private final LongConsumer deletedUnread;
        private long lastRecords = System.nanoTime();

        Inputs(Map<String, Object> config, LongConsumer deletedUnread) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.deletedUnread = deletedUnread;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            try {
                var records = super.poll(patience(timeout));
                if (!records.isEmpty()) {
                    lastRecords = System.nanoTime();
                }
                return records;
            } catch (OffsetOutOfRangeException outside) {
                deletedUnread.accept(LogStart.goOn(this, outside));
                return ConsumerRecords.empty();
            }
        }

        /// Records end a poll at once, however long it may take. Between steps the short one lets a commit be asked for in
        /// time; an engine with nothing to do would spend a sixth of a core on it.
        private Duration patience(Duration asked) {
            // Paused partitions are being restored.
            boolean idle =
                    System.nanoTime() - lastRecords > IDLE_AFTER.toNanos() && paused().isEmpty();
            return idle && asked.isPositive() && asked.compareTo(WHEN_IDLE) < 0 ? WHEN_IDLE : asked;
        }
    }
}
