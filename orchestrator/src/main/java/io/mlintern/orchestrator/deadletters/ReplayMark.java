package io.mlintern.orchestrator.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Stands behind a dead letter, in the same partition, once it was sent again: a record without a value that names it.
final class ReplayMark {
    private static final String HEADER = "dlq_replayed";

    private ReplayMark() {}

    static ProducerRecord<String, byte[]> record(LetterId id, String topic) {
        var mark = new ProducerRecord<String, byte[]>(topic, id.partition(), null, null);
        mark.headers().add(HEADER, id.toString().getBytes(StandardCharsets.UTF_8));
        return mark;
    }

    /// The dead letter that this record marks; empty where it is one itself.
    static Optional<String> of(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(HEADER))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }
}
