package io.mlintern.orchestrator.model.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.mlintern.orchestrator.model.conversation.ChatMessage;
import io.mlintern.orchestrator.model.conversation.ModelRequest;
import io.mlintern.protocol.Fact.PinnedTool;

/// Writes a request in the shape of OpenAI's chat completions.
final class RequestBody {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RequestBody() {}

    static String of(ModelRequest request) {
        ObjectNode body = JSON.objectNode().put("model", request.model().value());
        if (request.stream()) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        request.effort().ifPresent(effort -> body.put("reasoning_effort", effort));
        ArrayNode messages = body.putArray("messages");
        request.messages().forEach(message -> messages.add(message(message)));
        if (!request.tools().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            request.tools().forEach(tool -> tools.add(tool(tool)));
            body.put("tool_choice", "auto");
        }
        return body.toString();
    }

    private static ObjectNode message(ChatMessage message) {
        return switch (message) {
            case ChatMessage.SystemPrompt(var content) -> spoken("system", content);
            case ChatMessage.User(var content) -> spoken("user", content);
            case ChatMessage.Assistant assistant -> assistant(assistant);
            case ChatMessage.ToolResult(var call, var content) ->
                    JSON.objectNode()
                            .put("role", "tool")
                            .put("tool_call_id", call.value())
                            .put("content", content);
        };
    }

    private static ObjectNode spoken(String role, String content) {
        return JSON.objectNode().put("role", role).put("content", content);
    }

    private static ObjectNode assistant(ChatMessage.Assistant assistant) {
        ObjectNode message = JSON.objectNode().put("role", "assistant");
        if (assistant.calls().isEmpty()) {
            return message.put("content", assistant.content());
        }
        if (assistant.content().isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", assistant.content());
        }
        ArrayNode calls = message.putArray("tool_calls");
        assistant.calls().forEach(call -> calls.add(call(call)));
        return message;
    }

    private static ObjectNode call(ChatMessage.Called call) {
        ObjectNode written = JSON.objectNode().put("id", call.id().value()).put("type", "function");
        written.putObject("function")
                .put("name", call.tool().value())
                .put("arguments", call.arguments().text());
        return written;
    }

    private static ObjectNode tool(PinnedTool tool) {
        ObjectNode written = JSON.objectNode().put("type", "function");
        written.putObject("function")
                .put("name", tool.name().value())
                .put("description", tool.description())
                .putRawValue("parameters", new RawValue(tool.parameters().text()));
        return written;
    }
}
