package io.mlintern.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes and reads records: JSON values under CloudEvents headers in Kafka's binary content mode.
///
/// An operation's value is `{op_type, operation_id, session_id, data}`, an event's `{event_type, session_id, seq, time, turn,
/// data}`; the others are their own fields beside `type`. Readers ignore members that they do not know.
public final class Codec {
    public static final String CE_TYPE = "ce_type";
    public static final String CE_ID = "ce_id";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_TIME = "ce_time";
    public static final String CE_SUBJECT = "ce_subject";
    public static final String CE_TENANT = "ce_tenant";
    public static final String CE_ACTOR = "ce_actor";
    public static final String TRACEPARENT = "traceparent";

    private static final ObjectMapper JSON = Json.mapper();

    /// A missing member that is neither optional nor a list makes a record malformed, instead of a null inside.
    private static final ObjectReader STRICT =
            JSON.reader().with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private Codec() {}

    public static WireRecord write(Envelope<?> envelope) {
        Message message = envelope.message();
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put(CE_ID, envelope.id());
        headers.put(CE_SOURCE, envelope.source());
        headers.put(CE_TYPE, MessageType.of(message).ceType());
        headers.put(CE_TIME, envelope.time().toString());
        headers.put(CE_SUBJECT, message.subject());
        headers.put(CE_TENANT, envelope.actor().tenant());
        headers.put(CE_ACTOR, envelope.actor().user());
        envelope.traceparent().ifPresent(parent -> headers.put(TRACEPARENT, parent));
        return new WireRecord(message.key(), headers, value(message));
    }

    /// The value alone, as it stands on the topic (and, for an event, in the stream to clients).
    public static byte[] value(Message message) {
        try {
            // By way of a text: a half character somewhere in it becomes a question mark instead
            // of a failure.
            return JSON.writeValueAsString(
                            switch (message) {
                                case SubmittedOperation operation -> tree(operation);
                                case SessionEvent event -> tree(event);
                                case ModelResult _,
                                        ToolCall _,
                                        ToolResult _,
                                        CancelCall _,
                                        ApprovalRequest _,
                                        ApprovalOutcome _,
                                        PolicyRecord _,
                                        ToolDescriptor _,
                                        UsageRecord _,
                                        AuditRecord _ ->
                                        message;
                            })
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message that cannot be written", e);
        }
    }

    /// Reads a record.
    ///
    /// @throws UnreadableRecord where the headers name no type that this version knows or the value does not fit it
    public static Envelope<Message> read(Map<String, String> headers, byte[] value)
            throws UnreadableRecord {
        MessageType type = type(headers);
        try {
            return new Envelope<>(
                    header(headers, CE_ID),
                    header(headers, CE_SOURCE),
                    Instant.parse(header(headers, CE_TIME)),
                    new Actor(header(headers, CE_TENANT), header(headers, CE_ACTOR)),
                    Optional.ofNullable(headers.get(TRACEPARENT)),
                    message(type, value));
        } catch (IOException
                | IllegalArgumentException
                | DateTimeException
                | NullPointerException e) {
            // Constructors of payloads check their own fields; what they throw names the field,
            // never its value.
            throw new UnreadableRecord(
                    UnreadableRecord.Reason.MALFORMED,
                    "the value is no " + type.ceType() + ": " + e.getClass().getSimpleName(),
                    e);
        }
    }

    /// Reads the value of an event by itself, for clients of the stream.
    public static SessionEvent readEvent(byte[] value) throws UnreadableRecord {
        try {
            return event(JSON.readTree(value));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new UnreadableRecord(
                    UnreadableRecord.Reason.MALFORMED, "the value is no event", e);
        }
    }

    private static MessageType type(Map<String, String> headers) throws UnreadableRecord {
        String name = header(headers, CE_TYPE);
        return MessageType.named(name)
                .orElseThrow(
                        () ->
                                new UnreadableRecord(
                                        UnreadableRecord.Reason.UNKNOWN_TYPE,
                                        "unknown type " + name));
    }

    private static String header(Map<String, String> headers, String name) throws UnreadableRecord {
        String value = headers.get(name);
        if (value == null) {
            throw new UnreadableRecord(
                    UnreadableRecord.Reason.HEADER_MISSING, "header " + name + " is missing");
        }
        return value;
    }

    private static Message message(MessageType type, byte[] value) throws IOException {
        return switch (type.family()) {
            case MessageType.OPERATION -> operation(type, JSON.readTree(value));
            case MessageType.EVENT -> event(JSON.readTree(value));
            default -> (Message) STRICT.forType(type.payload()).readValue(value);
        };
    }

    private static ObjectNode tree(SubmittedOperation submitted) {
        return JSON.createObjectNode()
                .put("op_type", submitted.kind().wireName())
                .put("operation_id", submitted.operationId().value())
                .put("session_id", submitted.sessionId().value())
                .set("data", JSON.valueToTree(submitted.operation()));
    }

    private static ObjectNode tree(SessionEvent event) {
        var tree =
                JSON.createObjectNode()
                        .put("event_type", event.kind().wireName())
                        .put("session_id", event.sessionId().value());
        event.seq().ifPresent(seq -> tree.put("seq", seq));
        return tree.put("time", event.time().toString())
                .put("turn", event.turn())
                .set("data", JSON.valueToTree(event.data()));
    }

    private static SubmittedOperation operation(MessageType type, JsonNode tree)
            throws IOException {
        return new SubmittedOperation(
                new OperationId(tree.get("operation_id").textValue()),
                new SessionId(tree.get("session_id").textValue()),
                (Operation) payload(tree, type.payload()));
    }

    private static SessionEvent event(JsonNode tree) throws IOException {
        EventKind kind =
                EventKind.named(tree.get("event_type").textValue())
                        .orElseThrow(() -> new IllegalArgumentException("unknown event_type"));
        JsonNode seq = tree.get("seq");
        return new SessionEvent(
                new SessionId(tree.get("session_id").textValue()),
                seq == null ? OptionalLong.empty() : OptionalLong.of(seq.longValue()),
                Instant.parse(tree.get("time").textValue()),
                tree.get("turn").intValue(),
                (EventData) payload(tree, kind.payload()));
    }

    private static Object payload(JsonNode tree, Class<?> type) throws IOException {
        return Objects.requireNonNull(STRICT.forType(type).readValue(tree.get("data")));
    }
}
