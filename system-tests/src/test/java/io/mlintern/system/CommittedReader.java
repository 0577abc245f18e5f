package io.mlintern.system;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads topics as any Kafka client could that knows nothing of us and sees what is committed, from their beginning.
public final class CommittedReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /// @param topics by their whole names
    public CommittedReader(String bootstrap, Predicate<String> topics) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", bootstrap,
                                "isolation.level", "read_committed",
                                "auto.offset.reset", "none"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        partitions =
                consumer.listTopics().values().stream()
                        .flatMap(List::stream)
                        .filter(info -> topics.test(info.topic()))
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// Goes on at what comes now.
    public void skipToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /// Goes on at what was stamped since then.
    public void skipTo(Instant time) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, time.toEpochMilli()));
        consumer.seekToEnd(partitions);
        consumer.offsetsForTimes(asked)
                .forEach(
                        (partition, found) ->
                                Optional.ofNullable(found)
                                        .ifPresent(it -> consumer.seek(partition, it.offset())));
    }

    /// What has come meanwhile, after a tenth of a second at most.
    public ConsumerRecords<byte[], byte[]> poll() {
        return consumer.poll(POLL);
    }

    /// All up to the present end.
    ///
    /// @throws IllegalStateException when that takes longer
    public void readAll(Duration patience, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long until = System.nanoTime() + patience.toNanos();
        while (isBehind(ends)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("topics cannot be read whole");
            }
            poll().forEach(reader);
        }
    }

    private boolean isBehind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    /// Ends a [#poll] of another thread, with Kafka's exception for that.
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
