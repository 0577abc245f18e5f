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

/// Kafka Streams' clients, as it makes them itself, but for one thing: an engine that was away longer than its inputs are
/// kept goes on at the log's start. Streams' own reset rules would do the same for an offset that is lost or lies behind
/// the log's end, and run old inputs again.
final class EngineClients implements KafkaClientSupplier {
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

        Inputs(Map<String, Object> config, LongConsumer deletedUnread) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.deletedUnread = deletedUnread;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            try {
                return super.poll(timeout);
            } catch (OffsetOutOfRangeException outside) {
                deletedUnread.accept(LogStart.goOn(this, outside));
                return ConsumerRecords.empty();
            }
        }
    }
}
