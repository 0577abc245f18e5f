package io.mlintern.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads topics as any Kafka client would that knows nothing of us.
final class TopicRecords {
    static final String[] NEEDED = {
        "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject"
    };

    private TopicRecords() {}

    record Row(String topic, String key, Map<String, String> headers, String value) {
        String type() {
            return headers.getOrDefault("ce_type", "");
        }
    }

    /// All committed records of all topics, changelogs too, from their beginning to their present end.
    static List<Row> all(String bootstrap) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.listTopics().values().stream()
                            .flatMap(List::stream)
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .filter(partition -> !partition.topic().startsWith("__"))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return upTo(consumer, consumer.endOffsets(partitions));
        }
    }

    private static List<Row> upTo(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        List<Row> rows = new ArrayList<>();
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > until) throw new AssertionError("topics cannot be read whole");
            consumer.poll(Duration.ofMillis(200)).forEach(record -> rows.add(row(record)));
        }
        return rows;
    }

    private static Row row(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return new Row(record.topic(), text(record.key()), headers, text(record.value()));
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
