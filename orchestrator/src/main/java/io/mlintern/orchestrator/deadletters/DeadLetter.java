package io.mlintern.orchestrator.deadletters;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.Records;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record that was put aside, without what is in it: a payload is for the readers of its topic only.
///
/// @param source where it stood: `partition:offset` of its topic
/// @param type its CloudEvents type, where it has one
/// @param key session, call or what the topic is keyed by
/// @param bytes of its value; 0 where only its place was kept, because it was too large
/// @param replayed whether it was sent again since
public record DeadLetter(
        LetterId id,
        String source,
        Optional<String> type,
        Optional<String> key,
        String reason,
        Instant since,
        int bytes,
        boolean replayed) {

    static DeadLetter of(LetterId id, ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = Records.texts(record.headers());
        return new DeadLetter(
                id,
                headers.getOrDefault(DeadLetters.PARTITION, "?")
                        + ":"
                        + headers.getOrDefault(DeadLetters.OFFSET, "?"),
                Optional.ofNullable(headers.get("ce_type")),
                Optional.ofNullable(record.key()),
                headers.getOrDefault(DeadLetters.REASON, "not said"),
                Instant.ofEpochMilli(record.timestamp()),
                record.value() == null ? 0 : record.value().length,
                false);
    }

    DeadLetter asReplayed() {
        return new DeadLetter(id, source, type, key, reason, since, bytes, true);
    }
}
