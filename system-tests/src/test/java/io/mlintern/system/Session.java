package io.mlintern.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A session, seen through the API.
public record Session(Api api, String id) {
    private static final Set<String> ENDS = Set.of("turn_complete", "error", "interrupted");

    /// @return the cursor behind which everything that follows from it is found
    String submit(String operation, Map<String, ?> data) {
        var answer =
                api.post(
                        "/api/sessions/%s/operations".formatted(id),
                        Map.of("op_type", operation, "data", data));
        if (answer.statusCode() != 202) throw new AssertionError(answer.body());
        return Api.read(answer.body()).path("events_after").asText();
    }

    /// @return the cursor behind which its events are found
    public String ask(String text) {
        return submit("user_input", Map.of("text", text));
    }

    EventReader follow(Optional<String> after) {
        return EventReader.open(api, id, after, EventReader.WITHOUT_END);
    }

    /// The events of one whole turn.
    List<JsonNode> turn(String text) {
        try (EventReader reader = follow(Optional.of(ask(text)))) {
            return until(reader, Session::endsTurn);
        }
    }

    static boolean endsTurn(JsonNode event) {
        return ENDS.contains(event.path("event_type").asText());
    }

    static boolean is(JsonNode event, String type) {
        return event.path("event_type").asText().equals(type);
    }

    /// All events up to the first such.
    static List<JsonNode> until(EventReader reader, Predicate<JsonNode> last) {
        List<JsonNode> events = new ArrayList<>();
        do {
            events.add(
                    reader.next()
                            .map(frame -> Api.read(frame.data()))
                            .orElseThrow(() -> new AssertionError("the stream ended: " + events)));
        } while (!last.test(events.getLast()));
        return events;
    }
}
