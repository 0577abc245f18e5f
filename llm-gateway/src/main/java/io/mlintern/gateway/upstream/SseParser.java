package io.mlintern.gateway.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Takes the bytes of an event stream as they come and gives the `data` of each event.
///
/// Lines end with LF, CRLF or CR. The other fields and comments are skipped; what is no field at all is counted, so that
/// a stream of something else can be told from an empty one.
final class SseParser {
    private final int maxEventBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterCarriageReturn;
    private boolean foreign;

    SseParser(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /// @throws TooLarge when one event is larger than allowed
    List<String> feed(ByteBuffer bytes) throws TooLarge {
        List<String> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            boolean lineFeedOfPair = b == '\n' && afterCarriageReturn;
            afterCarriageReturn = b == '\r';
            if (lineFeedOfPair) continue;
            if (b == '\n' || b == '\r') endLine(events);
            else append(b);
        }
        return events;
    }

    /// The event that the stream ended in, when its last blank line is missing.
    List<String> end() {
        List<String> events = new ArrayList<>();
        if (line.size() > 0) endLine(events);
        dispatch(events);
        return events;
    }

    /// Whether a line came that belongs to no event stream.
    boolean foreign() {
        return foreign;
    }

    private void append(byte b) throws TooLarge {
        line.write(b);
        if (line.size() + data.length() > maxEventBytes) throw new TooLarge();
    }

    private void endLine(List<String> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) dispatch(events);
        else if (text.startsWith("data:")) addData(text.substring("data:".length()));
        else if (!text.matches("(:|event:|id:|retry:).*|data|event|id|retry")) foreign = true;
    }

    private void addData(String value) {
        if (hasData) data.append('\n');
        data.append(value.startsWith(" ") ? value.substring(1) : value);
        hasData = true;
    }

    private void dispatch(List<String> events) {
        if (hasData) events.add(data.toString());
        data.setLength(0);
        hasData = false;
    }

    /// One event outgrew its limit.
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1;
    }
}
