package io.mlintern.gateway.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.FinishReason;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ToolCallParts;
import io.mlintern.gateway.chat.Usage;
import io.mlintern.gateway.upstream.AnswerReader;
import io.mlintern.gateway.upstream.UpstreamFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads an answer on OpenAI's wire, as forgivingly as the many servers that speak it need.
///
/// The end of the answer is told by a finish reason or by `[DONE]`; without either it was cut off.
final class OpenAiAnswer implements AnswerReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DONE = "[DONE]";

    private final UpstreamFailures failures;
    private final ToolCallParts calls;
    private Optional<String> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();
    private boolean said;
    private boolean done;

    OpenAiAnswer(String answerId, UpstreamFailures failures) {
        this.failures = failures;
        this.calls = new ToolCallParts(answerId);
    }

    @Override
    public List<ChatEvent> event(String data) throws ModelCallException {
        if (data.isBlank()) return List.of();
        if (data.strip().equals(DONE)) {
            done = true;
            return List.of();
        }
        JsonNode chunk = object(data);
        readUsage(chunk.path("usage"));
        JsonNode choice = chunk.path("choices").path(0);
        List<ChatEvent> events = new ArrayList<>(message(choice.path("delta")));
        readFinish(choice);
        return events;
    }

    @Override
    public List<ChatEvent> whole(String json) throws ModelCallException {
        JsonNode answer = object(json);
        JsonNode choice = answer.path("choices").path(0);
        if (!choice.path("message").isObject())
            throw failures.garbage("sent a document that is no chat completion");
        readUsage(answer.path("usage"));
        List<ChatEvent> events = new ArrayList<>(message(choice.path("message")));
        readFinish(choice);
        done = true;
        said = true;
        events.addAll(end());
        return events;
    }

    @Override
    public List<ChatEvent> end() throws ModelCallException {
        if (finish.isEmpty() && !done) throw failures.cut();
        if (finish.isEmpty() && !said) throw failures.garbage("ended without an answer");
        List<ChatEvent> events = new ArrayList<>(calls.finish());
        events.add(new ChatEvent.Finished(reason()));
        usage.ifPresent(figures -> events.add(new ChatEvent.Used(figures)));
        events.add(new ChatEvent.Ended());
        return events;
    }

    @Override
    public Optional<Usage> usage() {
        return usage;
    }

    @Override
    public boolean ended() {
        return done;
    }

    private JsonNode object(String text) throws ModelCallException {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw failures.garbage("sent something that is no JSON");
        }
        if (node == null || !node.isObject())
            throw failures.garbage("sent something that is no JSON object");
        if (node.hasNonNull("error")) throw failures.inStream(node);
        return node;
    }

    private List<ChatEvent> message(JsonNode message) {
        List<ChatEvent> events = new ArrayList<>();
        String thought = text(message.path("reasoning_content"));
        if (thought.isEmpty()) thought = text(message.path("reasoning"));
        if (!thought.isEmpty()) events.add(new ChatEvent.Reasoning(thought));
        String text = text(message.path("content"));
        if (!text.isEmpty()) events.add(new ChatEvent.Text(text));
        for (JsonNode call : message.path("tool_calls")) events.addAll(calls.add(part(call)));
        said |= !events.isEmpty() || calls.any();
        return events;
    }

    private static ToolCallParts.Part part(JsonNode call) {
        JsonNode function = call.path("function");
        JsonNode arguments = function.path("arguments");
        return new ToolCallParts.Part(
                call.path("index").asInt(-1),
                call.path("id").asText(""),
                function.path("name").asText(""),
                arguments.isContainerNode() ? arguments.toString() : arguments.asText(""));
    }

    /// Some servers send the content as a list of parts.
    private static String text(JsonNode content) {
        if (!content.isArray()) return content.isTextual() ? content.asText() : "";
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) text.append(part.path("text").asText(""));
        return text.toString();
    }

    private void readFinish(JsonNode choice) {
        JsonNode reason = choice.path("finish_reason");
        if (reason.isTextual() && !reason.asText().isEmpty()) finish = Optional.of(reason.asText());
    }

    private FinishReason reason() {
        return switch (finish.orElse("stop")) {
            case "length", "max_tokens" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> calls.any() ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }

    private void readUsage(JsonNode node) {
        if (!node.isObject()) return;
        JsonNode prompt = node.path("prompt_tokens_details");
        usage =
                Optional.of(
                        new Usage(
                                node.path("prompt_tokens").asLong(),
                                node.path("completion_tokens").asLong(),
                                first(node, "cache_read_input_tokens", prompt, "cached_tokens"),
                                first(
                                        node,
                                        "cache_creation_input_tokens",
                                        prompt,
                                        "cache_write_tokens"),
                                node.path("completion_tokens_details")
                                        .path("reasoning_tokens")
                                        .asLong()));
    }

    private static long first(JsonNode outer, String name, JsonNode details, String detail) {
        return outer.hasNonNull(name) ? outer.path(name).asLong() : details.path(detail).asLong();
    }
}
