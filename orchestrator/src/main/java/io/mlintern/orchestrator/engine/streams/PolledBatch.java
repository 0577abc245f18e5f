package io.mlintern.orchestrator.engine.streams;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Counts what was polled and not yet processed, so that a step can ask for its commit as soon as the batch is done
/// instead of waiting for the interval. One per engine; polls and steps are on the same stream thread.
public final class PolledBatch {
    private final AtomicLong open = new AtomicLong();

    /// One record was processed; answers whether it was the last one that had been polled.
    boolean processedLast() {
        return open.updateAndGet(count -> Math.max(0, count - 1)) == 0;
    }

    /// Tasks come and go with their buffers. What another task has buffered still counts no more: its records may then ask
    /// for a commit early, never late.
    void forget() {
        open.set(0);
    }

    /// Kafka makes it by its class name and hands over the batch through the configuration.
    public static final class Counter implements ConsumerInterceptor<byte[], byte[]> {
        static final String BATCH = "mlintern.polled.batch";
        private PolledBatch batch = new PolledBatch();

        @Override
        public void configure(Map<String, ?> configs) {
            if (configs.get(BATCH) instanceof PolledBatch shared) {
                batch = shared;
            }
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            batch.open.addAndGet(records.count());
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }
}
