package io.mlintern.bench;

import io.mlintern.bench.figures.Hops;
import io.mlintern.bench.figures.Spread;

/// What a run of looping sessions showed.
///
/// @param millis from the last byte of an answer to the next request of its session
/// @param perSecond iterations of all sessions
record Measured(int sessions, Spread millis, double perSecond, Hops hops) {
    String cell() {
        return "%.1f / %.1f ms, %.0f/s".formatted(millis.median(), millis.p99(), perSecond);
    }
}
