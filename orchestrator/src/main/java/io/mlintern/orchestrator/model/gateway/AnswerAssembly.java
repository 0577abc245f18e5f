package io.mlintern.orchestrator.model.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/// Puts an answer together from chat-completion chunks, or from the one object of an answer that does not stream.
///
/// An answer that grows beyond what a message may hold is cut there and counts as one that reached the token limit.
final class AnswerAssembly {
    private static final String CUT = "length";
    // Four bytes a character at most, so that the message stays within its bound.
    private static final int MAX_CHARACTERS = Topics.MAX_BODY_BYTES / 4;

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final AskedCalls calls = new AskedCalls();
    private String finishReason = "";
    private Usage usage = Usage.NONE;
    private int characters;

    /// Takes a chunk in and gives the text that it adds; mostly empty for calls and reasoning.
    String take(JsonNode chunk) {
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode said =
                choice.path("delta").isObject() ? choice.path("delta") : choice.path("message");
        String text = text(said.path("content"));
        content.append(text);
        String thought = text(said.path("reasoning_content"));
        reasoning.append(thought);
        characters += text.length() + thought.length();
        for (JsonNode call : said.path("tool_calls")) {
            characters += calls.take(call);
        }
        if (choice.path("finish_reason").isTextual()) {
            finishReason = choice.path("finish_reason").textValue();
        }
        if (chunk.path("usage").isObject()) {
            usage = usage(chunk.path("usage"));
        }
        return text;
    }

    /// Whether nothing more may be taken in.
    boolean isFull() {
        return characters > MAX_CHARACTERS;
    }

    Answer answer() {
        return new Answer(
                content.toString(),
                calls.asked(),
                reasoning.isEmpty() ? Optional.empty() : Optional.of(reasoning.toString()),
                isFull() ? CUT : finishReason(),
                usage);
    }

    private String finishReason() {
        if (!finishReason.isEmpty()) {
            return finishReason;
        }
        return calls.isEmpty() ? "stop" : "tool_calls";
    }

    private static Usage usage(JsonNode usage) {
        long prompt = usage.path("prompt_tokens").asLong();
        long completion = usage.path("completion_tokens").asLong();
        JsonNode details = usage.path("prompt_tokens_details");
        return new Usage(
                prompt,
                completion,
                usage.path("total_tokens").asLong(prompt + completion),
                details.path("cached_tokens").asLong(),
                usage.path("cache_creation_input_tokens")
                        .asLong(details.path("cache_write_tokens").asLong()),
                cost(usage.path("cost_usd")));
    }

    private static Optional<BigDecimal> cost(JsonNode cost) {
        return cost.isNumber() ? Optional.of(cost.decimalValue()) : Optional.empty();
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }
}
