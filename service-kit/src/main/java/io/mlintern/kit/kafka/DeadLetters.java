package io.mlintern.kit.kafka;

import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Puts aside what cannot be read: the record as it was, in the partition of the same number, and in headers where it stood
/// and why.
///
/// Dying before it is acknowledged: the source's offset is not committed, the record comes again and may be put aside
/// twice, under the same place. After: it is there once and does not come again.
public final class DeadLetters {
    private static final String PREFIX = "dlq_";
    public static final String TOPIC = PREFIX + "topic";
    public static final String PARTITION = PREFIX + "partition";
    public static final String OFFSET = PREFIX + "offset";
    public static final String REASON = PREFIX + "reason";

    private final Producer<String, byte[]> producer;

    public DeadLetters(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    public Future<RecordMetadata> put(ConsumerRecord<String, byte[]> record, String reason) {
        Headers headers = new RecordHeaders(record.headers());
        describe(headers, record.topic(), record.partition(), record.offset(), reason);
        return producer.send(
                new ProducerRecord<>(
                        record.topic() + Topics.DEAD_LETTER_SUFFIX,
                        record.partition(),
                        record.key(),
                        record.value(),
                        headers));
    }

    /// Adds where a record stood and why it is put aside.
    public static void describe(
            Headers headers, String topic, int partition, long offset, String reason) {
        add(headers, TOPIC, topic);
        add(headers, PARTITION, Integer.toString(partition));
        add(headers, OFFSET, Long.toString(offset));
        add(headers, REASON, reason);
    }

    /// Whether a header is one that [#describe] adds, and not the record's own.
    public static boolean isOurs(String header) {
        return header.startsWith(PREFIX);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
