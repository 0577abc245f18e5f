package io.mlintern.protocol.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.MessageType;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationKind;

/// The schema of each type's whole value, as it stands on its topic.
final class MessageSchemas {
    private final PayloadSchemas payloads = new PayloadSchemas();

    String of(MessageType type) {
        ObjectNode schema = Json.mapper().createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:mlintern:schema:" + type.ceType());
        schema.put("title", type.ceType());
        ObjectNode payload = payload(type);
        schema.setAll(
                EventKind.named(type.name())
                        .filter(kind -> kind.payload() == type.payload())
                        .map(kind -> event(kind, payload))
                        .orElseGet(() -> isOperation(type) ? operation(type, payload) : payload));
        return schema.toPrettyString() + "\n";
    }

    private ObjectNode payload(MessageType type) {
        try {
            return (ObjectNode) Json.mapper().readTree(payloads.of(type.payload()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOperation(MessageType type) {
        return Operation.class.isAssignableFrom(type.payload());
    }

    private static ObjectNode event(EventKind kind, ObjectNode payload) {
        ObjectNode schema = object();
        ObjectNode members = schema.putObject("properties");
        members.putObject("event_type").put("const", kind.wireName());
        members.putObject("session_id").put("type", "string");
        var required = schema.putArray("required").add("event_type").add("session_id");
        if (kind.isFact()) {
            members.putObject("seq").put("type", "integer").put("minimum", 1);
            required.add("seq");
        }
        members.putObject("time").put("type", "string").put("format", "date-time");
        members.putObject("turn").put("type", "integer").put("minimum", 0);
        members.set("data", payload);
        required.add("time").add("turn").add("data");
        return schema;
    }

    private static ObjectNode operation(MessageType type, ObjectNode payload) {
        ObjectNode schema = object();
        ObjectNode members = schema.putObject("properties");
        members.putObject("op_type")
                .put("const", OperationKind.named(type.name()).orElseThrow().wireName());
        members.putObject("operation_id").put("type", "string");
        members.putObject("session_id").put("type", "string");
        members.set("data", payload);
        schema.putArray("required")
                .add("op_type")
                .add("operation_id")
                .add("session_id")
                .add("data");
        return schema;
    }

    private static ObjectNode object() {
        return Json.mapper().createObjectNode().put("type", "object");
    }
}
