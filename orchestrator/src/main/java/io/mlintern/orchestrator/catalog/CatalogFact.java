package io.mlintern.orchestrator.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.MessageType;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.UnreadableRecord;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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

    /// Reads a record; empty for a signal.
    ///
    /// @throws UnreadableRecord where it is no event, or not what its type promises: the same verdict as that of all who
    ///     fold facts, so that one of them can speak for all
    static Optional<CatalogFact> read(ConsumerRecord<String, byte[]> event)
            throws UnreadableRecord {
        var headers = Records.texts(event.headers());
        String name = headers.getOrDefault(Codec.CE_TYPE, "");
        var type = MessageType.named(name);
        if (type.isPresent()) {
            return type.get().isSignal() ? Optional.empty() : known(headers, event);
        }
        return MessageType.isEvent(name) ? ofLaterVersion(headers, event) : known(headers, event);
    }

    private static Optional<CatalogFact> known(
            Map<String, String> headers, ConsumerRecord<String, byte[]> event)
            throws UnreadableRecord {
        var envelope = Codec.read(headers, event.value());
        if (envelope.message() instanceof SessionEvent it && it.data() instanceof Fact fact) {
            return Optional.of(
                    new CatalogFact(
                            it.sessionId(),
                            envelope.actor().tenant(),
                            event.offset(),
                            it.seq().orElseThrow(),
                            it.turn(),
                            it.time(),
                            Optional.of(fact),
                            event.value()));
        }
        throw new UnreadableRecord(UnreadableRecord.Reason.MALFORMED, "the record is no event");
    }

    private static Optional<CatalogFact> ofLaterVersion(
            Map<String, String> headers, ConsumerRecord<String, byte[]> event)
            throws UnreadableRecord {
        try {
            JsonNode tree = Json.mapper().readTree(event.value());
            if (!tree.path("seq").isIntegralNumber()) {
                return Optional.empty();
            }
            return Optional.of(
                    new CatalogFact(
                            new SessionId(tree.path("session_id").asText()),
                            headers.getOrDefault(Codec.CE_TENANT, ""),
                            event.offset(),
                            tree.get("seq").longValue(),
                            tree.path("turn").intValue(),
                            Instant.parse(tree.path("time").asText()),
                            Optional.empty(),
                            event.value()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecord(
                    UnreadableRecord.Reason.MALFORMED,
                    "the value is no event: " + e.getClass().getSimpleName(),
                    e);
        }
    }
}
