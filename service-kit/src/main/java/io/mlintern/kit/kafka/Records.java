package io.mlintern.kit.kafka;

import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.WireRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Envelopes as Kafka's records, and back.
public final class Records {
    private Records() {}

    public static ProducerRecord<String, byte[]> write(String topic, Envelope<?> envelope) {
        WireRecord wire = Codec.write(envelope);
        var record =
                new ProducerRecord<>(
                        topic, null, envelope.time().toEpochMilli(), wire.key(), wire.value());
        headers(wire).forEach(record.headers()::add);
        return record;
    }

    /// A record's headers as Kafka carries them, in their order.
    public static Headers headers(WireRecord wire) {
        Headers headers = new RecordHeaders();
        wire.headers()
                .forEach(
                        (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    /// @throws UnreadableRecord where this version cannot read it; see [DeadLetters]
    public static Envelope<Message> read(ConsumerRecord<String, byte[]> record)
            throws UnreadableRecord {
        return Codec.read(texts(record.headers()), record.value());
    }

    /// The headers as texts; of several with one name the last.
    public static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
