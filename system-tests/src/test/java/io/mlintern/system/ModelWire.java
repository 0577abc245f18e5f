package io.mlintern.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes answers as OpenAI's chat completions or Anthropic's messages have them, in one piece or as a stream of events.
public record ModelWire(boolean anthropic, boolean stream) {
    public String type() {
        return stream ? "text/event-stream" : "application/json";
    }

    public String text(ModelAnswer.Text text) {
        return answer(text.text(), List.of());
    }

    public String calls(ModelAnswer.Calls calls) {
        return answer(calls.text(), calls.calls());
    }

    private String answer(String text, List<ModelAnswer.Call> calls) {
        if (anthropic) return stream ? messageEvents(text, calls) : message(text, calls);
        return stream ? chunks(text, calls) : completion(text, calls);
    }

    private static String completion(String text, List<ModelAnswer.Call> calls) {
        Map<String, Object> message = new LinkedHashMap<>(Map.of("role", "assistant"));
        message.put("content", text);
        if (!calls.isEmpty()) message.put("tool_calls", toolCalls(calls, false));
        return Api.json(
                Map.of(
                        "id", "c-1",
                        "object", "chat.completion",
                        "model", "x",
                        "choices",
                                List.of(
                                        Map.of(
                                                "index",
                                                0,
                                                "message",
                                                message,
                                                "finish_reason",
                                                reason(calls))),
                        "usage", openAiUsage()));
    }

    private static String chunks(String text, List<ModelAnswer.Call> calls) {
        var stream = new StringBuilder();
        for (String piece : pieces(text)) {
            stream.append(chunk(Map.of("role", "assistant", "content", piece), Map.of()));
        }
        if (!calls.isEmpty()) {
            stream.append(chunk(Map.of("tool_calls", toolCalls(calls, true)), Map.of()));
        }
        stream.append(chunk(Map.of(), Map.of("finish_reason", reason(calls))));
        stream.append(
                data(
                        Map.of(
                                "id", "c-1",
                                "object", "chat.completion.chunk",
                                "model", "x",
                                "choices", List.of(),
                                "usage", openAiUsage())));
        return stream.append("data: [DONE]\n\n").toString();
    }

    /// As models stream: a few letters at a time, never across a space.
    private static String[] pieces(String text) {
        return text.split("(?<= )|(?<=\\G[^ ]{6})", -1);
    }

    private static String chunk(Map<String, ?> delta, Map<String, ?> end) {
        Map<String, Object> choice = new LinkedHashMap<>(Map.of("index", 0, "delta", delta));
        choice.putAll(end);
        return data(
                Map.of(
                        "id", "c-1",
                        "object", "chat.completion.chunk",
                        "model", "x",
                        "choices", List.of(choice)));
    }

    private static List<Map<String, Object>> toolCalls(
            List<ModelAnswer.Call> calls, boolean numbered) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (ModelAnswer.Call call : calls) {
            Map<String, Object> one = new LinkedHashMap<>();
            if (numbered) one.put("index", all.size());
            one.put("id", "call_" + all.size());
            one.put("type", "function");
            one.put(
                    "function",
                    Map.of("name", call.tool(), "arguments", Api.json(call.arguments())));
            all.add(one);
        }
        return all;
    }

    private static String reason(List<ModelAnswer.Call> calls) {
        return calls.isEmpty() ? "stop" : "tool_calls";
    }

    private static Map<String, Integer> openAiUsage() {
        return Map.of("prompt_tokens", 11, "completion_tokens", 7, "total_tokens", 18);
    }

    private static String message(String text, List<ModelAnswer.Call> calls) {
        List<Map<String, ?>> content = new ArrayList<>();
        content.add(Map.of("type", "text", "text", text));
        for (ModelAnswer.Call call : calls) {
            content.add(
                    Map.of(
                            "type",
                            "tool_use",
                            "id",
                            "toolu_" + content.size(),
                            "name",
                            call.tool(),
                            "input",
                            call.arguments()));
        }
        return Api.json(
                Map.of(
                        "id", "m-1",
                        "type", "message",
                        "role", "assistant",
                        "model", "x",
                        "content", content,
                        "stop_reason", stop(calls),
                        "usage", Map.of("input_tokens", 11, "output_tokens", 7)));
    }

    private static String messageEvents(String text, List<ModelAnswer.Call> calls) {
        var stream = new StringBuilder();
        Map<String, ?> message =
                Map.of(
                        "id", "m-1",
                        "type", "message",
                        "role", "assistant",
                        "model", "x",
                        "content", List.of(),
                        "usage", Map.of("input_tokens", 11, "output_tokens", 1));
        stream.append(event("message_start", Map.of("message", message)));
        block(
                stream,
                0,
                Map.of("type", "text", "text", ""),
                Map.of("type", "text_delta", "text", text));
        int index = 1;
        for (ModelAnswer.Call call : calls) {
            Map<String, ?> start =
                    Map.of(
                            "type",
                            "tool_use",
                            "id",
                            "toolu_" + index,
                            "name",
                            call.tool(),
                            "input",
                            Map.of());
            String arguments = Api.json(call.arguments());
            block(
                    stream,
                    index++,
                    start,
                    Map.of("type", "input_json_delta", "partial_json", arguments));
        }
        Map<String, ?> delta = Map.of("stop_reason", stop(calls));
        stream.append(
                event(
                        "message_delta",
                        Map.of("delta", delta, "usage", Map.of("output_tokens", 7))));
        return stream.append(event("message_stop", Map.of())).toString();
    }

    private static void block(
            StringBuilder stream, int index, Map<String, ?> start, Map<String, ?> delta) {
        stream.append(event("content_block_start", Map.of("index", index, "content_block", start)));
        stream.append(event("content_block_delta", Map.of("index", index, "delta", delta)));
        stream.append(event("content_block_stop", Map.of("index", index)));
    }

    private static String stop(List<ModelAnswer.Call> calls) {
        return calls.isEmpty() ? "end_turn" : "tool_use";
    }

    private static String event(String type, Map<String, ?> members) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("type", type));
        all.putAll(members);
        return "event: " + type + "\n" + data(all);
    }

    private static String data(Map<String, ?> value) {
        return "data: " + Api.json(value) + "\n\n";
    }
}
