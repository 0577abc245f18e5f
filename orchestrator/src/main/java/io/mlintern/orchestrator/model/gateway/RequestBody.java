package io.mlintern.orchestrator.model.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.mlintern.orchestrator.model.conversation.ChatMessage;
import io.mlintern.orchestrator.model.conversation.ModelRequest;
import io.mlintern.protocol.Fact.PinnedTool;
import io.mlintern.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes a request in the shape of OpenAI's chat completions. Straight into bytes: a conversation has hundreds of kilobytes, and
/// each iteration sends all of it.
final class RequestBody {
    private final JsonGenerator json;

    private RequestBody(JsonGenerator json) {
        this.json = json;
    }

    static byte[] of(ModelRequest request) {
        try (var bytes = new ByteArrayBuilder()) {
            try (JsonGenerator json = Json.mapper().getFactory().createGenerator(bytes)) {
                new RequestBody(json).write(request);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ModelRequest request) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", request.model().value());
        if (request.stream()) {
            json.writeBooleanField("stream", true);
            json.writeObjectFieldStart("stream_options");
            json.writeBooleanField("include_usage", true);
            json.writeEndObject();
        }
        if (request.effort().isPresent()) {
            json.writeStringField("reasoning_effort", request.effort().get());
        }
        json.writeArrayFieldStart("messages");
        for (ChatMessage message : request.messages()) {
            message(message);
        }
        json.writeEndArray();
        if (!request.tools().isEmpty()) {
            json.writeArrayFieldStart("tools");
            for (PinnedTool tool : request.tools()) {
                tool(tool);
            }
            json.writeEndArray();
            json.writeStringField("tool_choice", "auto");
        }
        json.writeEndObject();
    }

    private void message(ChatMessage message) throws IOException {
        json.writeStartObject();
        switch (message) {
            case ChatMessage.SystemPrompt(var content) -> spoken("system", content);
            case ChatMessage.User(var content) -> spoken("user", content);
            case ChatMessage.Assistant assistant -> assistant(assistant);
            case ChatMessage.ToolResult(var call, var content) -> {
                json.writeStringField("role", "tool");
                json.writeStringField("tool_call_id", call.value());
                json.writeStringField("content", content);
            }
        }
        json.writeEndObject();
    }

    private void spoken(String role, String content) throws IOException {
        json.writeStringField("role", role);
        json.writeStringField("content", content);
    }

    private void assistant(ChatMessage.Assistant assistant) throws IOException {
        if (assistant.calls().isEmpty()) {
            spoken("assistant", assistant.content());
            return;
        }
        json.writeStringField("role", "assistant");
        if (assistant.content().isEmpty()) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", assistant.content());
        }
        json.writeArrayFieldStart("tool_calls");
        for (ChatMessage.Called call : assistant.calls()) {
            call(call);
        }
        json.writeEndArray();
    }

    private void call(ChatMessage.Called call) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", call.id().value());
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", call.tool().value());
        json.writeStringField("arguments", call.arguments().text());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void tool(PinnedTool tool) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", tool.name().value());
        json.writeStringField("description", tool.description());
        json.writeFieldName("parameters");
        json.writeRawValue(tool.parameters().text());
        json.writeEndObject();
        json.writeEndObject();
    }
}
