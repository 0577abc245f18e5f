package io.mlintern.gateway.prices;

import io.mlintern.gateway.chat.Usage;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/// What a model costs, in US dollars per million tokens.
///
/// @param cacheRead of tokens that came out of a cache; where it is not given they cost what others cost, which is the most
///     that they can
/// @param cacheWrite of tokens that were written into one; where it is not given a call with such tokens has an unknown cost,
///     for it is more than that of others
public record Price(
        BigDecimal input,
        BigDecimal output,
        Optional<BigDecimal> cacheRead,
        Optional<BigDecimal> cacheWrite) {
    /// Of what runs on machines of one's own, and of scripts.
    public static final Price FREE = of(BigDecimal.ZERO, BigDecimal.ZERO);

    private static final int MILLION = 6;

    public Price {
        boolean negative =
                Stream.of(Optional.of(input), Optional.of(output), cacheRead, cacheWrite)
                        .flatMap(Optional::stream)
                        .anyMatch(price -> price.signum() < 0);
        if (negative) throw new IllegalArgumentException("a price is negative");
    }

    public static Price of(BigDecimal input, BigDecimal output) {
        return new Price(input, output, Optional.empty(), Optional.empty());
    }

    boolean isFree() {
        return Stream.of(Optional.of(input), Optional.of(output), cacheRead, cacheWrite)
                .flatMap(Optional::stream)
                .allMatch(price -> price.signum() == 0);
    }

    /// Exact, in US dollars. Empty when it cannot be told: a price is missing, or the figures contradict each other.
    public Optional<BigDecimal> cost(Usage usage) {
        if (isFree()) return Optional.of(BigDecimal.ZERO);
        long plain = usage.promptTokens() - usage.cachedTokens() - usage.cacheWriteTokens();
        if (plain < 0 || (usage.cacheWriteTokens() > 0 && cacheWrite.isEmpty()))
            return Optional.empty();
        BigDecimal millionths =
                times(input, plain)
                        .add(times(output, usage.completionTokens()))
                        .add(times(cacheRead.orElse(input), usage.cachedTokens()))
                        .add(times(cacheWrite.orElse(input), usage.cacheWriteTokens()));
        BigDecimal dollars = millionths.movePointLeft(MILLION).stripTrailingZeros();
        return Optional.of(dollars.scale() < 0 ? dollars.setScale(0) : dollars);
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
