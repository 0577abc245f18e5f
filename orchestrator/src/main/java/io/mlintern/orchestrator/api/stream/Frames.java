package io.mlintern.orchestrator.api.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Makes frames of server-sent events out of records of the topic `events`.
///
/// What is internal is left out. All else keeps the bytes that its writer gave it, also a kind that this version does not
/// know; only `assistant_message` loses its `reasoning`.
final class Frames {
    private static final JsonFactory TOKENS = Json.mapper().getFactory();

    private Frames() {}

    /// The frame of a record; empty where clients do not see it or it is no event.
    static Optional<Frame> of(SessionId session, long offset, byte[] value) {
        try {
            Head head = head(value);
            if (isInternal(head.eventType())) {
                return Optional.empty();
            }
            byte[] data = shown(head.eventType(), value);
            String id = new Cursor(offset, head.seq()).text(session);
            return Optional.of(new Frame(session, offset, frame(id, head.eventType(), data)));
        } catch (IOException _) {
            return Optional.empty(); // What cannot be read is the catalog's to report.
        }
    }

    private static boolean isInternal(String eventType) {
        return EventKind.named(eventType).map(EventKind::isInternal).orElse(false);
    }

    private record Head(String eventType, long seq) {}

    /// Reads only as far as the two members that stand before `data` in what we write.
    private static Head head(byte[] value) throws IOException {
        String eventType = null;
        long seq = 0;
        try (JsonParser parser = TOKENS.createParser(value)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("event_type") && token == JsonToken.VALUE_STRING) {
                    eventType = parser.getText();
                } else if (name.equals("seq") && token == JsonToken.VALUE_NUMBER_INT) {
                    seq = parser.getLongValue();
                } else if (name.equals("data") && eventType != null) {
                    break;
                } else {
                    parser.skipChildren();
                }
            }
        }
        expect(eventType != null && eventType.matches("[A-Za-z0-9_.-]{1,128}") && seq >= 0);
        return new Head(eventType, seq);
    }

    private static void expect(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("not an event");
        }
    }

    private static byte[] shown(String eventType, byte[] value) throws IOException {
        if (!eventType.equals(EventKind.ASSISTANT_MESSAGE.wireName())) {
            return value;
        }
        JsonNode event = Json.mapper().readTree(value);
        if (event.get("data") instanceof ObjectNode data && data.has("reasoning")) {
            data.remove("reasoning");
            return Json.mapper().writeValueAsBytes(event);
        }
        return value;
    }

    private static byte[] frame(String id, String eventType, byte[] data) {
        var frame = new ByteArrayOutputStream(data.length + 128);
        frame.writeBytes(ascii("id: " + id + "\nevent: " + eventType + "\ndata: "));
        int from = 0;
        for (int i = 0; i < data.length; i++) {
            // Between JSON tokens a writer may break lines; a frame's line ends there.
            if (data[i] == '\n' || data[i] == '\r') {
                frame.write(data, from, i - from);
                frame.writeBytes(ascii("\ndata: "));
                from = i + 1;
            }
        }
        frame.write(data, from, data.length - from);
        frame.writeBytes(ascii("\n\n"));
        return frame.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
