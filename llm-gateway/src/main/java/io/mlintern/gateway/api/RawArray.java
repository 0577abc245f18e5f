package io.mlintern.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A JSON array within a body, written as it came.
///
/// @param from its bracket's place
/// @param to the place behind the other one; negative places where the reader could not say
@SuppressWarnings("ArrayRecordComponent") // Lives within one request and is never compared.
record RawArray(byte[] body, long from, long to) implements JsonSerializable {
    /// Whether the places are those of an array: in another encoding than UTF-8 they are none.
    boolean isWhole() {
        return from >= 0
                && to - from >= 2
                && to <= body.length
                && body[(int) from] == '['
                && body[(int) to - 1] == ']';
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeRawValue(new String(body, (int) from, (int) (to - from), StandardCharsets.UTF_8));
    }

    @Override
    public void serializeWithType(
            JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(json, provider);
    }
}
