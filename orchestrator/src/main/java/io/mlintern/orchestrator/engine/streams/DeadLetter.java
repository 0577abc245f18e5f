package io.mlintern.orchestrator.engine.streams;

import io.mlintern.kit.kafka.DeadLetters;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// An input put aside in the step's own transaction: as it was, with its place and the reason in headers.
///
/// An input so large that it does not fit any more with these headers leaves its own key, headers and value behind, at the
/// place that is named: a dead letter must never be what stops a partition.
final class DeadLetter {
    private static final int REASON_SHOWN = 500;

    private DeadLetter() {}

    static Record<String, byte[]> of(
            Record<String, byte[]> input, RecordMetadata from, String reason, long now) {
        var whole =
                new Record<>(
                        input.key(),
                        input.value(),
                        now,
                        described(new RecordHeaders(input.headers()), from, reason));
        if (RecordSize.fits(RecordSize.of(whole))) {
            return whole;
        }
        return new Record<>(
                null,
                null,
                now,
                described(new RecordHeaders(), from, "left at its place, too large: " + reason));
    }

    private static Headers described(Headers headers, RecordMetadata from, String reason) {
        String shown = reason.length() <= REASON_SHOWN ? reason : reason.substring(0, REASON_SHOWN);
        DeadLetters.describe(headers, from.topic(), from.partition(), from.offset(), shown);
        return headers;
    }
}
