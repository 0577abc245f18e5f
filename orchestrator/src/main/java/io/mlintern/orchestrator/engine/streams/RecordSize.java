package io.mlintern.orchestrator.engine.streams;

import io.mlintern.protocol.Topics;
import io.mlintern.protocol.WireRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/// What a record takes on its topic, never guessed too small. A record above the limit would fail when it is sent, after
/// the step, and would stop the whole partition again and again: it has to be found before.
final class RecordSize {
    /// More than the lengths of a header's name and value take.
    private static final int PER_HEADER = 10;

    /// More than a batch with one record takes beside key, value and headers.
    private static final int FRAME = 256;

    private RecordSize() {}

    static long of(WireRecord wire) {
        long size = (long) FRAME + utf8(wire.key()) + wire.value().length;
        for (var header : wire.headers().entrySet()) {
            size += PER_HEADER + utf8(header.getKey()) + utf8(header.getValue());
        }
        return size;
    }

    static long of(Record<String, byte[]> record) {
        long size = FRAME;
        size += record.key() == null ? 0 : utf8(record.key());
        size += record.value() == null ? 0 : record.value().length;
        for (Header header : record.headers()) {
            size += PER_HEADER + utf8(header.key());
            size += header.value() == null ? 0 : header.value().length;
        }
        return size;
    }

    static boolean fits(long size) {
        return size <= Topics.MAX_MESSAGE_BYTES;
    }

    static void check(String where, long size) {
        if (!fits(size)) {
            throw new IllegalStateException(
                    "a record of " + size + " bytes does not fit into " + where);
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
