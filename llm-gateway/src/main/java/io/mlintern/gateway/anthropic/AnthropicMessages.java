package io.mlintern.gateway.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The conversation as Anthropic wants it: user and assistant in turn, tool results at the head of the user's turn.
final class AnthropicMessages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    private final List<Map<String, Object>> turns = new ArrayList<>();
    private final List<List<Map<String, Object>>> contents = new ArrayList<>();

    private AnthropicMessages() {}

    static List<Map<String, Object>> of(List<ChatMessage> messages) {
        var turns = new AnthropicMessages();
        for (ChatMessage message : messages) turns.add(message);
        turns.markEnd();
        return turns.turns;
    }

    static Map<String, Object> textBlock(String text) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", "text");
        block.put("text", text);
        return block;
    }

    private void add(ChatMessage message) {
        switch (message) {
            case ChatMessage.Instructions _ -> {}
            case ChatMessage.FromUser(String text) -> text(USER, text);
            case ChatMessage.FromModel(String text, List<ToolCall> calls) -> {
                text(ASSISTANT, text);
                for (ToolCall call : calls) turn(ASSISTANT).add(toolUse(call));
            }
            case ChatMessage.FromTool result -> turn(USER).add(toolResult(result));
        }
    }

    /// Blank text is refused there.
    private void text(String role, String text) {
        if (!text.isBlank()) turn(role).add(textBlock(text));
    }

    private List<Map<String, Object>> turn(String role) {
        if (turns.isEmpty() && role.equals(ASSISTANT)) text(USER, "(The conversation goes on.)");
        if (turns.isEmpty() || !turns.getLast().get("role").equals(role)) {
            List<Map<String, Object>> content = new ArrayList<>();
            Map<String, Object> turn = new LinkedHashMap<>();
            turn.put("role", role);
            turn.put("content", content);
            turns.add(turn);
            contents.add(content);
        }
        return contents.getLast();
    }

    private void markEnd() {
        if (!contents.isEmpty())
            contents.getLast().getLast().put("cache_control", Map.of("type", "ephemeral"));
    }

    private static Map<String, Object> toolUse(ToolCall call) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", "tool_use");
        block.put("id", id(call.id()));
        block.put("name", call.name());
        block.put("input", input(call.arguments()));
        return block;
    }

    private static Map<String, Object> toolResult(ChatMessage.FromTool result) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", "tool_result");
        block.put("tool_use_id", id(result.callId()));
        block.put("content", result.text());
        return block;
    }

    /// Arguments that the model once wrote wrongly are replayed as none.
    private static Map<String, Object> input(String arguments) {
        try {
            var input = JSON.readValue(arguments, new TypeReference<Map<String, Object>>() {});
            return input == null ? Map.of() : input;
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    private static String id(String id) {
        return id.replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
