package io.mlintern.protocol;

import java.math.BigDecimal;
import java.util.Optional;

/// What one model call used, as far as the provider said. Token counts are totals of the call; cost is in US dollars.
public record Usage(
        long promptTokens,
        long completionTokens,
        long totalTokens,
        long cacheReadTokens,
        long cacheCreationTokens,
        Optional<BigDecimal> costUsd) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, Optional.empty());
}
