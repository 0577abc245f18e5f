package io.mlintern.gateway.api;

import static io.mlintern.gateway.chat.FailureCode.INVALID_REQUEST;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ChatRequest;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.protocol.ModelId;
import io.mlintern.gateway.chat.ToolCall;
import io.mlintern.gateway.chat.ToolSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a chat-completions request. What is wrong with it is said in one sentence that names the place.
final class RequestReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final Set<String> LONG = Set.of("messages", "tools");

    private boolean textOnly = true;

    private RequestReader() {}

    static ChatRequest read(byte[] body) throws ModelCallException {
        Map<String, RawArray> arrays = new HashMap<>();
        ObjectNode root = object(body, arrays);
        return new RequestReader().request(root, fields(root, arrays));
    }

    /// Names and values; a null removes, like an empty value.
    static Map<String, String> credentials(byte[] body) throws ModelCallException {
        JsonNode root = object(body, new HashMap<>());
        Map<String, String> values = new HashMap<>();
        for (var field : root.properties()) {
            if (!field.getValue().isTextual() && !field.getValue().isNull())
                throw invalid("The value of '" + field.getKey() + "' is no text.");
            String value = field.getValue().isNull() ? "" : field.getValue().asText();
            values.put(field.getKey(), value.strip());
        }
        return values;
    }

    /// The body as a tree, and the bytes of its long arrays.
    private static ObjectNode object(byte[] body, Map<String, RawArray> arrays)
            throws ModelCallException {
        ObjectNode root = JSON.createObjectNode();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT)
                throw invalid("The body is no JSON object.");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                long from = json.currentTokenLocation().getByteOffset();
                JsonNode value = JSON.readTree(json);
                long to = json.currentLocation().getByteOffset();
                root.set(name, value);
                if (LONG.contains(name)) arrays.put(name, new RawArray(body, from, to));
            }
        } catch (IOException e) {
            throw invalid("The body is no JSON that can be read.");
        }
        return root;
    }

    /// As they are passed on: plain values, but for the long arrays, which go as their bytes came. To write a conversation anew takes
    /// longer than to read it.
    private static Map<String, Object> fields(ObjectNode root, Map<String, RawArray> arrays) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (var field : root.properties()) {
            fields.put(
                    field.getKey(),
                    passedOn(field.getValue(), Optional.ofNullable(arrays.get(field.getKey()))));
        }
        return fields;
    }

    /// @param bytes of what is long
    private static Object passedOn(JsonNode value, Optional<RawArray> bytes) {
        if (bytes.isEmpty()) return JSON.convertValue(value, Object.class);
        return value.isArray() && bytes.get().isWhole() ? bytes.get() : value;
    }

    private ChatRequest request(JsonNode root, Map<String, Object> fields)
            throws ModelCallException {
        String model = root.path("model").asText("");
        if (model.isBlank() || model.length() > 256)
            throw invalid("'model' is missing or too long.");
        if (!root.path("messages").isArray() || root.path("messages").isEmpty())
            throw invalid("'messages' is missing or empty.");
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : root.path("messages")) messages.add(message(message));
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode tool : root.path("tools")) tools.add(tool(tool));
        return new ChatRequest(
                new ModelId(model.strip()),
                messages,
                tools,
                root.path("stream").asBoolean(false),
                root.path("stream_options").path("include_usage").asBoolean(false),
                textOnly,
                fields);
    }

    private ChatMessage message(JsonNode message) throws ModelCallException {
        String role = message.path("role").asText("");
        String text = text(message.path("content"));
        return switch (role) {
            case "system", "developer" -> new ChatMessage.Instructions(text);
            case "user" -> new ChatMessage.FromUser(text);
            case "assistant" -> new ChatMessage.FromModel(text, calls(message.path("tool_calls")));
            case "tool" -> {
                String id = message.path("tool_call_id").asText("");
                if (id.isEmpty()) throw invalid("A tool message has no 'tool_call_id'.");
                yield new ChatMessage.FromTool(id, text);
            }
            default -> throw invalid("A message has the unknown role '" + role + "'.");
        };
    }

    private String text(JsonNode content) throws ModelCallException {
        if (content.isTextual()) return content.asText();
        if (content.isMissingNode() || content.isNull()) return "";
        if (!content.isArray()) throw invalid("'content' is neither a text nor a list of parts.");
        List<String> texts = new ArrayList<>();
        for (JsonNode part : content) {
            if (part.path("text").isTextual()) texts.add(part.path("text").asText());
            else textOnly = false;
        }
        return String.join("\n", texts);
    }

    private static List<ToolCall> calls(JsonNode calls) throws ModelCallException {
        List<ToolCall> read = new ArrayList<>();
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            String name = function.path("name").asText("");
            if (name.isEmpty()) throw invalid("A tool call has no function name.");
            read.add(
                    new ToolCall(
                            call.path("id").asText(""),
                            name,
                            function.path("arguments").asText("")));
        }
        return read;
    }

    private static ToolSpec tool(JsonNode tool) throws ModelCallException {
        JsonNode function = tool.path("function");
        String name = function.path("name").asText("");
        if (name.isEmpty()) throw invalid("A tool has no function name.");
        JsonNode parameters = function.path("parameters");
        return new ToolSpec(
                name,
                function.path("description").asText(""),
                parameters.isObject() ? JSON.convertValue(parameters, OBJECT) : Map.of());
    }

    private static ModelCallException invalid(String what) {
        return new ModelCallException(INVALID_REQUEST, what);
    }
}
