package io.mlintern.gateway.anthropic;

import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ChatRequest;
import io.mlintern.gateway.chat.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says a chat-completions request in the words of Anthropic's Messages API.
///
/// Tools, instructions and the conversation so far each end in a cache mark, so that the next iteration of a session
/// pays for its new part only.
final class AnthropicRequest {
    private static final Map<String, Object> CACHE = Map.of("type", "ephemeral");

    private AnthropicRequest() {}

    static Map<String, Object> body(ChatRequest request, String model) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("max_tokens", maxTokens(request, model));
        List<Map<String, Object>> system = instructions(request);
        if (!system.isEmpty()) body.put("system", system);
        body.put("messages", AnthropicMessages.of(request.messages()));
        if (!request.tools().isEmpty()) {
            body.put("tools", tools(request.tools()));
            body.put("tool_choice", toolChoice(request));
        }
        number(request, "temperature").ifPresent(t -> body.put("temperature", Math.min(1, t)));
        number(request, "top_p").ifPresent(p -> body.put("top_p", p));
        stopSequences(request).ifPresent(stop -> body.put("stop_sequences", stop));
        body.put("stream", request.stream());
        return body;
    }

    private static long maxTokens(ChatRequest request, String model) {
        return number(request, "max_completion_tokens")
                .or(() -> number(request, "max_tokens"))
                .map(Double::longValue)
                .orElseGet(() -> largestAnswer(model));
    }

    /// The field is required, and each generation refuses more than it can.
    private static long largestAnswer(String model) {
        if (model.startsWith("claude-3-5")) return 8_192;
        if (model.startsWith("claude-3-") && !model.startsWith("claude-3-7")) return 4_096;
        return 32_000;
    }

    private static List<Map<String, Object>> instructions(ChatRequest request) {
        List<Map<String, Object>> blocks = new ArrayList<>();
        for (ChatMessage message : request.messages())
            if (message instanceof ChatMessage.Instructions(String text) && !text.isBlank())
                blocks.add(AnthropicMessages.textBlock(text));
        if (!blocks.isEmpty()) blocks.getLast().put("cache_control", CACHE);
        return blocks;
    }

    private static List<Map<String, Object>> tools(List<ToolSpec> specs) {
        List<Map<String, Object>> tools = new ArrayList<>();
        for (ToolSpec spec : specs) {
            Map<String, Object> tool = new LinkedHashMap<>();
            tool.put("name", spec.name());
            tool.put("description", spec.description());
            tool.put("input_schema", schema(spec));
            tools.add(tool);
        }
        tools.getLast().put("cache_control", CACHE);
        return tools;
    }

    private static Map<String, Object> schema(ToolSpec spec) {
        Map<String, Object> schema = new LinkedHashMap<>(spec.parameters());
        schema.putIfAbsent("type", "object");
        return schema;
    }

    private static Map<String, Object> toolChoice(ChatRequest request) {
        Object wanted = request.option("tool_choice").orElse("auto");
        Map<String, Object> choice = new LinkedHashMap<>();
        if (wanted instanceof Map<?, ?> named
                && named.get("function") instanceof Map<?, ?> function) {
            choice.put("type", "tool");
            choice.put("name", function.get("name"));
        } else if (wanted.equals("required")) {
            choice.put("type", "any");
        } else {
            choice.put("type", wanted.equals("none") ? "none" : "auto");
        }
        boolean oneByOne = request.option("parallel_tool_calls").equals(Optional.of(false));
        if (oneByOne && !wanted.equals("none")) choice.put("disable_parallel_tool_use", true);
        return choice;
    }

    private static Optional<Double> number(ChatRequest request, String name) {
        return request.option(name)
                .map(value -> value instanceof Number number ? number.doubleValue() : null);
    }

    private static Optional<List<?>> stopSequences(ChatRequest request) {
        return request.option("stop")
                .map(stop -> stop instanceof List<?> list ? list : List.of(stop))
                .filter(list -> !list.isEmpty());
    }
}
