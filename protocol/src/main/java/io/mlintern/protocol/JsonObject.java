package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An immutable JSON object, kept as its compact text: the arguments of a call, a schema, settings.
///
/// Equality is that of the text. The bytes of [#text] are what a grant is bound to.
@JsonDeserialize(using = JsonObject.Reader.class)
public record JsonObject(@JsonValue @JsonRawValue String text) {
    private static final TypeReference<LinkedHashMap<String, Object>> MAP =
            new TypeReference<>() {};

    /// How deep a model's arguments may be nested: they stand inside records, which are bounded as a whole.
    static final int MAX_DEPTH = Json.MAX_DEPTH / 2;

    public static final JsonObject EMPTY = new JsonObject("{}");

    public JsonObject {
        if (!text.startsWith("{")) {
            throw new IllegalArgumentException("not a JSON object");
        }
    }

    /// Reads what a model wrote as arguments. Empty text counts as `{}`, as providers send it for tools without arguments;
    /// anything that is not one whole JSON object of sane depth is malformed and gives nothing.
    public static Optional<JsonObject> parse(String text) {
        if (text.isBlank()) {
            return Optional.of(EMPTY);
        }
        try {
            JsonNode node = Json.mapper().readTree(text);
            return node instanceof ObjectNode object && isShallow(node, MAX_DEPTH)
                    ? Optional.of(of(object)).filter(JsonObject::isUnicode)
                    : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static boolean isShallow(JsonNode node, int levels) {
        return levels > 0 && node.valueStream().allMatch(child -> isShallow(child, levels - 1));
    }

    /// An escape such as `\\ud83d` alone is half a character: no record can carry it.
    private boolean isUnicode() {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    public static JsonObject of(ObjectNode node) {
        return new JsonObject(node.toString());
    }

    public static JsonObject of(Map<String, ?> members) {
        return of(Json.mapper().<ObjectNode>valueToTree(members));
    }

    /// The members as plain values (maps, lists, strings, numbers, booleans), in order, not modifiable.
    public Map<String, Object> asMap() {
        try {
            return Collections.unmodifiableMap(Json.mapper().readValue(text, MAP));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON object that cannot be read", e);
        }
    }

    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static final class Reader extends StdDeserializer<JsonObject> {
        Reader() {
            super(JsonObject.class);
        }

        @Override
        public JsonObject deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            // Not the parser's own readValueAsTree: that would demand that the document ends here.
            JsonNode node = context.readTree(parser);
            if (node instanceof ObjectNode object) {
                return of(object);
            }
            return (JsonObject) context.handleUnexpectedToken(JsonObject.class, parser);
        }
    }
}
