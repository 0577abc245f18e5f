package io.mlintern.cli.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mlintern.cli.json.Json;

/// One event of a session as the server sent it.
///
/// @param seq 0 for signals, which have none
/// @param json exactly the text that came, on one line
public record SessionEvent(String type, int turn, long seq, JsonNode data, String json) {

    /// Text that is no envelope becomes an event of an unknown type: it is passed on, and nothing depends on it.
    public static SessionEvent of(String json) {
        try {
            JsonNode envelope = Json.parse(json);
            return new SessionEvent(
                    envelope.path("event_type").asText(""),
                    envelope.path("turn").asInt(0),
                    envelope.path("seq").asLong(0),
                    envelope.path("data"),
                    json.indexOf('\n') < 0 ? json : envelope.toString());
        } catch (JsonProcessingException e) {
            return new SessionEvent("", 0, 0, MissingNode.getInstance(), json.replace('\n', ' '));
        }
    }

    /// A text field of the data, empty where it is absent or null.
    public String text(String field) {
        return data.path(field).asText("");
    }
}
