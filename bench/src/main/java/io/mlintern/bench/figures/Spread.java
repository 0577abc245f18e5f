package io.mlintern.bench.figures;

import java.util.stream.DoubleStream;

/// How values are spread, usually milliseconds. There is at least one.
public final class Spread {
    private final double[] sorted;

    private Spread(double[] sorted) {
        this.sorted = sorted;
    }

    public static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) throw new IllegalArgumentException("nothing was measured");
        return new Spread(sorted);
    }

    /// The nearest rank: the smallest value that this share of all values does not exceed.
    ///
    /// @param share above 0, up to 1
    public double at(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
    }

    public double median() {
        return at(0.50);
    }

    public double p99() {
        return at(0.99);
    }

    public double mean() {
        return DoubleStream.of(sorted).average().orElseThrow();
    }

    public int size() {
        return sorted.length;
    }
}
