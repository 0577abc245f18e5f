package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads a request's body as one JSON object, strictly: what is not whole, valid UTF-8 and sane JSON never gets further.
final class JsonBody {
    private JsonBody() {}

    /// The body as it was sent; how much is taken is bounded for the whole application.
    static byte[] bytes(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw Refusal.malformed("the body ended before it was complete");
        }
    }

    static ObjectNode read(byte[] body) {
        String text = text(body);
        if (!(tree(text) instanceof ObjectNode object)) {
            throw Refusal.malformed("the body is not a JSON object");
        }
        if (hasLoneSurrogate(object)) {
            throw Refusal.malformed("a text holds half of a surrogate pair, which is no character");
        }
        return object;
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw Refusal.malformed("the body is not valid UTF-8");
        }
    }

    private static JsonNode tree(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            // Never the parser's own message: it quotes what it read.
            throw Refusal.malformed(
                    "the body is not JSON that we read (no duplicate members, at most "
                            + Json.MAX_DEPTH
                            + " levels deep)"
                            + (place == null
                                    ? ""
                                    : ": see line %d, column %d"
                                            .formatted(place.getLineNr(), place.getColumnNr())));
        }
    }

    private static boolean hasLoneSurrogate(JsonNode node) {
        if (node.isTextual()) {
            return !StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue());
        }
        var names = node.fieldNames();
        while (names.hasNext()) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(names.next())) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (hasLoneSurrogate(child)) {
                return true;
            }
        }
        return false;
    }
}
