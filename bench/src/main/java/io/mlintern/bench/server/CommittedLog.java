package io.mlintern.bench.server;

import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads topics of a server with a plain client that sees what is committed.
public final class CommittedLog implements AutoCloseable {
    /// Before the names of a local server's topics.
    public static final String PREFIX = "mlintern.";

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /// @param type of the event, as in the header `ce_type`
    public record Sent(Topics topic, String type, String key, String value, Instant at) {}

    public CommittedLog(String bootstrap, Topics... topics) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", bootstrap,
                                "isolation.level", "read_committed",
                                "auto.offset.reset", "none"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        partitions =
                List.of(topics).stream()
                        .flatMap(topic -> consumer.partitionsFor(topic.name(PREFIX)).stream())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// Goes on at what comes now.
    public CommittedLog toEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return this;
    }

    /// Goes on at what was stamped since then.
    public CommittedLog since(Instant time) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, time.toEpochMilli()));
        consumer.seekToEnd(partitions);
        consumer.offsetsForTimes(asked)
                .forEach(
                        (partition, found) ->
                                Optional.ofNullable(found)
                                        .ifPresent(it -> consumer.seek(partition, it.offset())));
        return this;
    }

    /// What has come meanwhile, after a tenth of a second at most.
    public List<Sent> poll() {
        return StreamSupport.stream(consumer.poll(POLL).spliterator(), false)
                .map(CommittedLog::sent)
                .toList();
    }

    /// All up to the present end.
    public void readAll(Consumer<Sent> reader) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (behind(ends.entrySet())) {
            if (System.nanoTime() > until) throw new IllegalStateException("the log stands still");
            poll().forEach(reader);
        }
    }

    private boolean behind(Collection<Map.Entry<TopicPartition, Long>> ends) {
        return ends.stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private static Sent sent(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader("ce_type");
        String base = record.topic().substring(PREFIX.length());
        Topics topic =
                List.of(Topics.values()).stream()
                        .filter(it -> it.baseName().equals(base))
                        .findFirst()
                        .orElseThrow();
        return new Sent(
                topic,
                type == null ? "" : new String(type.value(), StandardCharsets.UTF_8),
                text(record.key()),
                text(record.value()),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
