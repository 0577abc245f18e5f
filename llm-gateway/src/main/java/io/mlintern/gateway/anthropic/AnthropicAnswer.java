package io.mlintern.gateway.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.FinishReason;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.Usage;
import io.mlintern.gateway.upstream.AnswerReader;
import io.mlintern.gateway.upstream.UpstreamFailures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads an answer of Anthropic's Messages API. A streamed one is complete with `message_stop`.
final class AnthropicAnswer implements AnswerReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UpstreamFailures failures;
    private final Map<Integer, Integer> callByBlock = new HashMap<>();
    private final Set<Integer> withoutArguments = new HashSet<>();
    private Optional<String> stopReason = Optional.empty();
    private AnthropicUsage usage = AnthropicUsage.none();
    private boolean stopped;

    AnthropicAnswer(UpstreamFailures failures) {
        this.failures = failures;
    }

    @Override
    public List<ChatEvent> event(String data) throws ModelCallException {
        if (data.isBlank()) return List.of();
        JsonNode event = object(data);
        switch (event.path("type").asText()) {
            case "message_start" -> usage = usage.with(event.path("message").path("usage"));
            case "content_block_start" -> {
                return block(event.path("index").asInt(), event.path("content_block"));
            }
            case "content_block_delta" -> {
                return delta(event.path("index").asInt(), event.path("delta"));
            }
            case "content_block_stop" -> {
                return blockEnd(event.path("index").asInt());
            }
            case "message_delta" -> {
                readStop(event.path("delta"));
                usage = usage.with(event.path("usage"));
            }
            case "message_stop" -> stopped = true;
            default -> {
                // `ping`, and kinds that came after this was written: the API says to skip them.
            }
        }
        return List.of();
    }

    @Override
    public List<ChatEvent> whole(String json) throws ModelCallException {
        JsonNode message = object(json);
        if (!message.path("content").isArray())
            throw failures.garbage("sent a document that is no message");
        List<ChatEvent> events = new ArrayList<>();
        int index = 0;
        for (JsonNode block : message.path("content")) {
            events.addAll(block(index, block));
            events.addAll(blockEnd(index++));
        }
        readStop(message);
        usage = usage.with(message.path("usage"));
        stopped = true;
        events.addAll(end());
        return events;
    }

    @Override
    public List<ChatEvent> end() throws ModelCallException {
        if (!stopped) throw failures.cut();
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Finished(reason()));
        usage.total().ifPresent(total -> events.add(new ChatEvent.Used(total)));
        events.add(new ChatEvent.Ended());
        return events;
    }

    @Override
    public Optional<Usage> usage() {
        return usage.total();
    }

    @Override
    public boolean ended() {
        return stopped;
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

    private List<ChatEvent> block(int index, JsonNode block) {
        return switch (block.path("type").asText()) {
            case "text" -> text(block.path("text").asText(""));
            case "thinking" -> thought(block.path("thinking").asText(""));
            case "tool_use" -> callStart(index, block);
            default -> List.of();
        };
    }

    private List<ChatEvent> callStart(int index, JsonNode block) {
        int call = callByBlock.size();
        callByBlock.put(index, call);
        List<ChatEvent> events = new ArrayList<>();
        events.add(
                new ChatEvent.CallStarted(
                        call,
                        block.path("id").asText("call_" + call),
                        block.path("name").asText()));
        if (block.path("input").isObject() && !block.path("input").isEmpty())
            events.add(new ChatEvent.CallArguments(call, block.path("input").toString()));
        else withoutArguments.add(index);
        return events;
    }

    private List<ChatEvent> delta(int index, JsonNode delta) {
        return switch (delta.path("type").asText()) {
            case "text_delta" -> text(delta.path("text").asText(""));
            case "thinking_delta" -> thought(delta.path("thinking").asText(""));
            case "input_json_delta" -> arguments(index, delta.path("partial_json").asText(""));
            default -> List.of();
        };
    }

    private List<ChatEvent> arguments(int index, String fragment) {
        Integer call = callByBlock.get(index);
        if (fragment.isEmpty() || call == null) return List.of();
        withoutArguments.remove(index);
        return List.of(new ChatEvent.CallArguments(call, fragment));
    }

    /// A tool without arguments is called with an empty object, which the stream leaves out.
    private List<ChatEvent> blockEnd(int index) {
        if (!withoutArguments.remove(index)) return List.of();
        return List.of(new ChatEvent.CallArguments(callByBlock.get(index), "{}"));
    }

    private static List<ChatEvent> text(String text) {
        return text.isEmpty() ? List.of() : List.of(new ChatEvent.Text(text));
    }

    private static List<ChatEvent> thought(String text) {
        return text.isEmpty() ? List.of() : List.of(new ChatEvent.Reasoning(text));
    }

    private void readStop(JsonNode place) {
        JsonNode reason = place.path("stop_reason");
        if (reason.isTextual()) stopReason = Optional.of(reason.asText());
    }

    private FinishReason reason() {
        return switch (stopReason.orElse("end_turn")) {
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> callByBlock.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
        };
    }

    /// Figures come twice in a stream, the later ones correct the earlier.
    private record AnthropicUsage(long input, long output, long cacheRead, long cacheWrite) {
        static AnthropicUsage none() {
            return new AnthropicUsage(0, 0, 0, 0);
        }

        AnthropicUsage with(JsonNode usage) {
            return new AnthropicUsage(
                    usage.path("input_tokens").asLong(input),
                    usage.path("output_tokens").asLong(output),
                    usage.path("cache_read_input_tokens").asLong(cacheRead),
                    usage.path("cache_creation_input_tokens").asLong(cacheWrite));
        }

        Optional<Usage> total() {
            if (equals(none())) return Optional.empty();
            return Optional.of(
                    new Usage(input + cacheRead + cacheWrite, output, cacheRead, cacheWrite, 0));
        }
    }
}
