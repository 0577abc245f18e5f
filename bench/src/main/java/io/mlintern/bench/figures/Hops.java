package io.mlintern.bench.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Where the time of iterations went, hop by hop. The means of all hops add up to the mean of the whole.
public record Hops(List<Hop> hops) {
    private static final double NANOS_PER_MILLI = 1e6;

    /// @param to what the hop ends with
    public record Hop(Moment to, Spread millis) {}

    public Hops {
        hops = List.copyOf(hops);
    }

    /// @param iterations those of which a moment was not seen are left out
    public static Hops of(Collection<? extends Map<Moment, Instant>> iterations) {
        Moment[] moments = Moment.values();
        var whole = iterations.stream().filter(it -> it.size() == moments.length).toList();
        List<Hop> hops = new ArrayList<>();
        for (int number = 1; !whole.isEmpty() && number < moments.length; number++) {
            Moment from = moments[number - 1];
            Moment to = moments[number];
            var millis = whole.stream().mapToDouble(it -> millis(it.get(from), it.get(to)));
            hops.add(new Hop(to, Spread.of(millis)));
        }
        return new Hops(hops);
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS_PER_MILLI;
    }

    /// How many iterations were seen whole.
    public int iterations() {
        return hops.isEmpty() ? 0 : hops.getFirst().millis().size();
    }
}
