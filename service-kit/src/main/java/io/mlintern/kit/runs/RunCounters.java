package io.mlintern.kit.runs;

import java.util.concurrent.atomic.LongAdder;

/// What has happened to this replica's runs since it started.
public final class RunCounters {
    final LongAdder claims = new LongAdder();
    final LongAdder losses = new LongAdder();
    final LongAdder takeOvers = new LongAdder();
    final LongAdder publications = new LongAdder();

    RunCounters() {}

    /// Calls that this replica was the first to have.
    public long claimed() {
        return claims.sum();
    }

    /// Runs that this replica held and lost to another one.
    public long lapsed() {
        return losses.sum();
    }

    /// Runs that this replica took over.
    public long takenOver() {
        return takeOvers.sum();
    }

    public long published() {
        return publications.sum();
    }
}
