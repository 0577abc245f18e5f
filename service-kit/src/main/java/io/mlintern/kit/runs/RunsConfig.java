package io.mlintern.kit.runs;

import java.time.Duration;

/// Who claims, and for how long.
///
/// @param worker name of this replica, the same after a restart
/// @param lease how long a claim holds without a renewal
/// @param renewEvery several times a lease, so that one lost renewal does no harm
/// @param lookEvery how often lapsed leases are looked for
/// @param keep how long rows stay; longer than any record that could hand their call out
public record RunsConfig(
        String worker, Duration lease, Duration renewEvery, Duration lookEvery, Duration keep) {
    public RunsConfig {
        if (worker.isBlank()) {
            throw new IllegalArgumentException("a worker has a name");
        }
        if (renewEvery.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("a lease is renewed at least twice in its time");
        }
    }

    /// The times of the design: 10 s, 3 s, 1 s, 8 days.
    public static RunsConfig of(String worker) {
        return new RunsConfig(
                worker,
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofDays(8));
    }

    /// For runs that people wait for and that may be done again: 7 s, 2 s, 0.5 s, 8 days. What a dead worker held is another's
    /// after 5.0 to 7.5 s.
    public static RunsConfig impatient(String worker) {
        return new RunsConfig(
                worker,
                Duration.ofSeconds(7),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofDays(8));
    }
}
