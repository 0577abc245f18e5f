package io.mlintern.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads topics as any Kafka client would that knows nothing of us.
final class TopicRecords {
    static final String[] NEEDED = {
        "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject"
    };

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TopicRecords() {}

    record Row(String topic, String key, Map<String, String> headers, String value) {
        String type() {
            return headers.getOrDefault("ce_type", "");
        }
    }

    /// All committed records of all topics, changelogs too, from their beginning to their present end.
    static List<Row> all(String bootstrap) {
        List<Row> rows = new ArrayList<>();
        try (var reader = new CommittedReader(bootstrap, topic -> !topic.startsWith("__"))) {
            reader.readAll(PATIENCE, record -> rows.add(row(record)));
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
