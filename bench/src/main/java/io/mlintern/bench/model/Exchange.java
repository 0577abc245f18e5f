package io.mlintern.bench.model;

import java.time.Instant;

/// One request of a session and its answer.
///
/// @param number within its session, from 1
/// @param askedNanos when the request had arrived whole, by `System.nanoTime`
/// @param answeredNanos right before the last byte of the answer was written
public record Exchange(
        int number, long askedNanos, Instant askedAt, long answeredNanos, Instant answeredAt) {
    private static final double NANOS_PER_MILLI = 1e6;

    /// What lay between this answer and the next request, which is the overhead of an iteration.
    public double millisUntil(Exchange next) {
        return (next.askedNanos - answeredNanos) / NANOS_PER_MILLI;
    }
}
