package io.mlintern.orchestrator.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.UnreadableRecord;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// A fact as the catalog takes it off the topic: its place, its bytes, and what it says where this version knows its kind.
///
/// A kind written by a newer version is kept and counted like any other, only nothing is concluded from it.
///
/// @param offset in the session's partition
/// @param value its bytes on the topic
@SuppressWarnings("ArrayRecordComponent") // Goes into the database as it is; nobody compares it.
record CatalogFact(
        SessionId session,
        String tenant,
        long offset,
        long seq,
        int turn,
        Instant time,
        Optional<Fact> known,
        byte[] value) {

    Optional<EventKind> kind() {
        return known.map(EventKind::of);
    }

    /// Reads a record's value; empty for a signal.
    ///
    /// @throws UnreadableRecord where it is no event, or not what its type promises
    static Optional<CatalogFact> read(String tenant, long offset, byte[] value)
            throws UnreadableRecord {
        try {
            JsonNode event = Json.mapper().readTree(value);
            if (!event.path("seq").isIntegralNumber()) {
                return Optional.empty();
            }
            return Optional.of(
                    new CatalogFact(
                            new SessionId(event.path("session_id").asText()),
                            tenant,
                            offset,
                            event.get("seq").longValue(),
                            event.path("turn").intValue(),
                            Instant.parse(event.path("time").asText()),
                            known(event),
                            value));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecord(
                    UnreadableRecord.Reason.MALFORMED,
                    "the value is no event: " + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static Optional<Fact> known(JsonNode event) throws JsonProcessingException {
        var kind = EventKind.named(event.path("event_type").asText()).filter(EventKind::isFact);
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        (Fact) Json.mapper().treeToValue(event.get("data"), kind.get().payload()));
    }
}
