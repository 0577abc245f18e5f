package io.mlintern.system.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.system.Api;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record of the topic `events`, as anybody can read it.
///
/// @param seq 0 for a signal
record Event(
        String session, int seq, String type, int turn, JsonNode data, Instant at, String place) {
    private static final Set<String> ENDS =
            Set.of("turn_complete", "error", "interrupted", "session_quarantined", "shutdown");

    /// Empty for what is no event.
    static Optional<Event> of(ConsumerRecord<byte[], byte[]> sent) {
        try {
            return Optional.of(of(Api.JSON.readTree(sent.value()), sent));
        } catch (IOException garbage) {
            return Optional.empty();
        }
    }

    private static Event of(JsonNode event, ConsumerRecord<byte[], byte[]> sent) {
        return new Event(
                event.path("session_id").asText(),
                event.path("seq").asInt(),
                event.path("event_type").asText(),
                event.path("turn").asInt(),
                event.path("data"),
                Instant.ofEpochMilli(sent.timestamp()),
                sent.partition() + "/" + sent.offset());
    }

    boolean is(String name) {
        return type.equals(name);
    }

    boolean endsTurn() {
        return ENDS.contains(type);
    }

    /// The call that it is about, or nothing of the kind.
    String call() {
        String tool = text("tool_call_id");
        return tool.isEmpty() ? text("call_id") : tool;
    }

    String text(String member) {
        return data.path(member).asText();
    }
}
