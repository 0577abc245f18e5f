package io.mlintern.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Dollars as whole millionths, as conditions compare them.
final class MicroUsd {
    private static final int DIGITS = 6;

    private MicroUsd() {}

    /// A sum that a policy names: it has at most six decimals.
    static long exactly(String usd) {
        return new BigDecimal(usd).movePointRight(DIGITS).longValueExact();
    }

    /// A cost, never shown smaller than it is; one beyond all sums counts as the largest.
    static long atLeast(BigDecimal usd) {
        return bounded(usd, RoundingMode.CEILING);
    }

    /// Money that is left, never shown larger than it is.
    static long atMost(BigDecimal usd) {
        return bounded(usd, RoundingMode.FLOOR);
    }

    private static long bounded(BigDecimal usd, RoundingMode rounding) {
        BigDecimal limit = BigDecimal.valueOf(Long.MAX_VALUE);
        BigDecimal micros = usd.movePointRight(DIGITS).setScale(0, rounding);
        return micros.min(limit).max(limit.negate()).longValueExact();
    }
}
