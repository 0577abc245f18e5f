package io.mlintern.gateway.chat;

import java.math.BigDecimal;
import java.util.Optional;

/// Tokens that a call took. `promptTokens` counts the cached ones as well.
///
/// @param costUsd what they cost; empty when that is not known
public record Usage(
        long promptTokens,
        long completionTokens,
        long cachedTokens,
        long cacheWriteTokens,
        long reasoningTokens,
        Optional<BigDecimal> costUsd) {

    public Usage(
            long promptTokens,
            long completionTokens,
            long cachedTokens,
            long cacheWriteTokens,
            long reasoningTokens) {
        this(
                promptTokens,
                completionTokens,
                cachedTokens,
                cacheWriteTokens,
                reasoningTokens,
                Optional.empty());
    }

    public static Usage of(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, completionTokens, 0, 0, 0);
    }

    public Usage costing(Optional<BigDecimal> cost) {
        return new Usage(
                promptTokens,
                completionTokens,
                cachedTokens,
                cacheWriteTokens,
                reasoningTokens,
                cost);
    }

    public long totalTokens() {
        return promptTokens + completionTokens;
    }
}
