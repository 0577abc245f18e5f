package io.mlintern.bench.model;

/// The course of a run over all its sessions: so many iterations to warm up, so many that are measured, then the end.
///
/// An iteration counts when its next request arrives. Measured is what was answered between the last arrival of the warm-up
/// and the last one that is measured.
public final class Course {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int warmUp;
    private final int measured;
    private int done;
    private long begin;
    private long end = Long.MAX_VALUE;

    public Course(int warmUp, int measured) {
        if (warmUp < 1 || measured < 1) throw new IllegalArgumentException("nothing to measure");
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /// An iteration is complete.
    ///
    /// @param nanos by `System.nanoTime`
    /// @return whether the session goes on
    public synchronized boolean comesRound(long nanos) {
        done++;
        if (done == warmUp) begin = nanos;
        if (done == warmUp + measured) end = nanos;
        return done < warmUp + measured;
    }

    /// Ends it now, with nothing measured that is not yet complete.
    public synchronized void stop() {
        done = warmUp + measured;
    }

    public synchronized int done() {
        return done;
    }

    public synchronized boolean isOver() {
        return done >= warmUp + measured;
    }

    /// Whether what was answered then belongs to what is measured.
    public synchronized boolean measures(long answeredNanos) {
        return done >= warmUp && answeredNanos - begin >= 0 && answeredNanos < end;
    }

    /// Iterations per second over what was measured; only at its end.
    public synchronized double perSecond() {
        if (end == Long.MAX_VALUE) throw new IllegalStateException("not at the end");
        return measured * NANOS_PER_SECOND / (end - begin);
    }
}
