package io.mlintern.bench.server;

import io.mlintern.bench.server.CommittedLog.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// The outcomes of tool calls as they come, by the time at which their workers told them.
public final class SettledTools {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double MILLIS_PER_SECOND = 1e3;

    private final CommittedLog log;
    private final Deque<Instant> waiting = new ArrayDeque<>();

    /// @param log of the topic `tool.results`
    public SettledTools(CommittedLog log) {
        this.log = log;
    }

    /// Passes over what was told before.
    public void skipTo(Instant time) {
        Instant at = next();
        while (at.isBefore(time)) at = next();
    }

    /// Waits for so many.
    ///
    /// @return when the last of them was told
    public Instant take(int calls) {
        Instant last = Instant.EPOCH;
        for (int call = 0; call < calls; call++) last = next();
        return last;
    }

    /// Of so many that come now.
    public double perSecond(int calls) {
        Instant from = next();
        Duration time = Duration.between(from, take(calls));
        return calls * MILLIS_PER_SECOND / time.toMillis();
    }

    private Instant next() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (waiting.isEmpty()) {
            if (System.nanoTime() > until) throw new IllegalStateException("no outcome comes");
            log.poll().stream()
                    .filter(sent -> Sightings.isOf(sent, "tool_settled"))
                    .map(Sent::at)
                    .forEach(waiting::add);
        }
        return waiting.remove();
    }
}
