package io.mlintern.gateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.Completion;
import io.mlintern.protocol.ModelId;
import io.mlintern.gateway.chat.ToolCall;
import io.mlintern.gateway.chat.Usage;
import java.time.Instant;
import java.util.Optional;

/// Writes one answer on OpenAI's wire, as chunks or whole.
final class AnswerWriter {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final String id;
    private final ModelId model;
    private final Instant created;
    private final boolean includeUsage;

    AnswerWriter(String id, ModelId model, Instant created, boolean includeUsage) {
        this.id = id;
        this.model = model;
        this.created = created;
        this.includeUsage = includeUsage;
    }

    /// The chunk that opens the stream.
    String opening() {
        ObjectNode delta = JSON.createObjectNode().put("role", "assistant").put("content", "");
        return text(chunk(delta, Optional.empty()));
    }

    /// Empty for what the wire has no chunk for.
    Optional<String> chunk(ChatEvent event) {
        ObjectNode delta = JSON.createObjectNode();
        return switch (event) {
            case ChatEvent.Text(String text) -> said(delta.put("content", text));
            case ChatEvent.Reasoning(String text) -> said(delta.put("reasoning_content", text));
            case ChatEvent.CallStarted call -> {
                ObjectNode part = callPart(delta, call.index());
                part.put("id", call.id()).put("type", "function");
                part.putObject("function").put("name", call.name()).put("arguments", "");
                yield said(delta);
            }
            case ChatEvent.CallArguments(int index, String fragment) -> {
                callPart(delta, index).putObject("function").put("arguments", fragment);
                yield said(delta);
            }
            case ChatEvent.Finished finished ->
                    Optional.of(text(chunk(delta, Optional.of(finished.reason().wireName()))));
            case ChatEvent.Used(Usage usage) ->
                    includeUsage ? Optional.of(text(usageChunk(usage))) : Optional.<String>empty();
            case ChatEvent.Silence _, ChatEvent.Ended _ -> Optional.empty();
        };
    }

    String whole(Completion completion) {
        ObjectNode root = root("chat.completion");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (completion.text().isEmpty()) message.putNull("content");
        else message.put("content", completion.text());
        if (!completion.reasoning().isEmpty())
            message.put("reasoning_content", completion.reasoning());
        if (!completion.calls().isEmpty()) {
            var calls = message.putArray("tool_calls");
            for (ToolCall call : completion.calls()) {
                ObjectNode part = calls.addObject().put("id", call.id()).put("type", "function");
                part.putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
        }
        choice.put("finish_reason", completion.finish().wireName());
        completion.usage().ifPresent(usage -> root.set("usage", usage(usage)));
        return text(root);
    }

    private Optional<String> said(ObjectNode delta) {
        return Optional.of(text(chunk(delta, Optional.empty())));
    }

    private static ObjectNode callPart(ObjectNode delta, int index) {
        return delta.putArray("tool_calls").addObject().put("index", index);
    }

    private ObjectNode chunk(ObjectNode delta, Optional<String> finish) {
        ObjectNode root = root("chat.completion.chunk");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finish.orElse(null));
        return root;
    }

    private ObjectNode usageChunk(Usage usage) {
        ObjectNode root = root("chat.completion.chunk");
        root.putArray("choices");
        root.set("usage", usage(usage));
        return root;
    }

    private ObjectNode root(String object) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", model.value());
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("prompt_tokens", usage.promptTokens())
                        .put("completion_tokens", usage.completionTokens())
                        .put("total_tokens", usage.totalTokens());
        node.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_write_tokens", usage.cacheWriteTokens());
        node.putObject("completion_tokens_details")
                .put("reasoning_tokens", usage.reasoningTokens());
        usage.costUsd().ifPresent(cost -> node.put("cost_usd", cost));
        return node;
    }

    static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
