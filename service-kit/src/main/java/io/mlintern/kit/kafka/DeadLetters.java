package io.mlintern.kit.kafka;

import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts aside what cannot be read: the record as it was, in the partition of the same number, and in headers where it stood
/// and why.
///
/// A record so large that these headers do not fit beside it leaves its key, headers and value at the place that is named: a
/// dead letter must never be what stops a partition.
///
/// Dying before it is acknowledged: the source's offset is not committed, the record comes again and may be put aside
/// twice, under the same place. After: it is there once and does not come again.
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final String PREFIX = "dlq_";
    public static final String TOPIC = PREFIX + "topic";
    public static final String PARTITION = PREFIX + "partition";
    public static final String OFFSET = PREFIX + "offset";
    public static final String REASON = PREFIX + "reason";

    /// More than a batch with one record takes beside key, value and headers.
    private static final int FRAME = 256;

    /// More than the lengths of a header's name and value take.
    private static final int PER_HEADER = 10;

    private final Producer<String, byte[]> producer;
    private final LongAdder acknowledged = new LongAdder();

    public DeadLetters(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /// @param reason without anything of the record's value
    public Future<RecordMetadata> put(ConsumerRecord<String, byte[]> record, String reason) {
        var whole =
                letter(record, record.key(), record.value(), new RecordHeaders(record.headers()));
        describe(whole.headers(), record.topic(), record.partition(), record.offset(), reason);
        return producer.send(
                fits(whole) ? whole : bare(record, reason),
                (_, failure) -> {
                    if (failure == null) {
                        acknowledged.increment();
                    }
                });
    }

    /// The same, and returns when the letter is safe: while the broker is away it tries again.
    ///
    /// @param closed asked after each failure
    /// @throws KafkaException when it is closed before
    public void insist(ConsumerRecord<String, byte[]> record, String reason, BooleanSupplier closed)
            throws InterruptedException {
        while (true) {
            try {
                var _ = put(record, reason).get();
                return;
            } catch (ExecutionException | KafkaException e) {
                if (closed.getAsBoolean()) {
                    throw new KafkaException("closed before a dead letter was safe", e);
                }
                LOG.warn("a dead letter cannot be written, trying again: {}", e.toString());
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    /// How many were put aside through this one.
    public long count() {
        return acknowledged.sum();
    }

    private static ProducerRecord<String, byte[]> bare(
            ConsumerRecord<String, byte[]> record, String reason) {
        var bare = letter(record, null, null, new RecordHeaders());
        String said = "left at its place, too large: " + reason;
        describe(bare.headers(), record.topic(), record.partition(), record.offset(), said);
        return bare;
    }

    private static ProducerRecord<String, byte[]> letter(
            ConsumerRecord<?, ?> from, String key, byte[] value, Headers headers) {
        String topic = from.topic() + Topics.DEAD_LETTER_SUFFIX;
        return new ProducerRecord<>(topic, from.partition(), key, value, headers);
    }

    /// Never guesses a record too small.
    private static boolean fits(ProducerRecord<String, byte[]> letter) {
        long size = FRAME;
        size += letter.key() == null ? 0 : letter.key().getBytes(StandardCharsets.UTF_8).length;
        size += letter.value() == null ? 0 : letter.value().length;
        for (Header header : letter.headers()) {
            size += PER_HEADER + header.key().getBytes(StandardCharsets.UTF_8).length;
            size += header.value() == null ? 0 : header.value().length;
        }
        return size <= Topics.MAX_MESSAGE_BYTES;
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
