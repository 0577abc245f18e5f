package io.mlintern.bench.server;

import io.mlintern.bench.server.CommittedLog.Sent;
import io.mlintern.protocol.Topics;
import io.mlintern.system.Api;
import io.mlintern.system.ProductServer;
import io.mlintern.system.crash.Victim;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// How long working sessions stood still because of a death, from the moment at which the process was gone.
///
/// @param ready until the server said that it is ready again; zero where nothing was started
/// @param first until the first of the sessions had a new fact
/// @param all until each had one
public record Recovery(Duration ready, Duration first, Duration all) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Kills a process and starts what is missing.
    public static Recovery byRestart(
            ProductServer server, Victim victim, Collection<String> sessions) {
        victim.kill(server);
        Instant gone = Instant.now();
        server.startAgain();
        Duration ready = Duration.between(gone, Instant.now());
        return since(gone, ready, server, sessions);
    }

    /// Kills a process of which there is another replica, and starts nothing.
    public static Recovery byOthers(
            ProductServer server, Victim victim, Collection<String> sessions) {
        victim.kill(server);
        return since(Instant.now(), Duration.ZERO, server, sessions);
    }

    private static Recovery since(
            Instant gone, Duration ready, ProductServer server, Collection<String> sessions) {
        Map<String, Instant> firsts = new HashMap<>();
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (var log = new CommittedLog(server.kafka(), Topics.EVENTS).since(gone)) {
            while (!firsts.keySet().containsAll(sessions)) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException(
                            "%d of %d sessions went on".formatted(firsts.size(), sessions.size()));
                }
                log.poll().stream()
                        .filter(sent -> sent.at().isAfter(gone) && isFact(sent))
                        .forEach(sent -> firsts.merge(sent.key(), sent.at(), Recovery::earlier));
            }
        }
        Instant first = firsts.values().stream().min(Instant::compareTo).orElseThrow();
        Instant last = firsts.values().stream().max(Instant::compareTo).orElseThrow();
        return new Recovery(ready, Duration.between(gone, first), Duration.between(gone, last));
    }

    private static boolean isFact(Sent sent) {
        return Api.read(sent.value()).path("seq").asInt() > 0;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Override
    public String toString() {
        return "ready %s, first %s, all %s".formatted(text(ready), text(first), text(all));
    }

    private static String text(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1e3);
    }
}
