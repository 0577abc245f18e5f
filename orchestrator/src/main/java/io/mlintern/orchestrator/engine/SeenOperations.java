package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The operations that were taken lately, so that one that is sent again changes nothing.
public record SeenOperations(List<Seen> newestLast) {
    /// As long as an idempotency key is kept (contract, HTTP).
    static final Duration KEPT = Duration.ofHours(24);

    static final int MOST = 1_000;

    static final SeenOperations NONE = new SeenOperations(List.of());

    public record Seen(OperationId id, Instant at) {}

    public SeenOperations {
        newestLast = List.copyOf(newestLast);
    }

    boolean contains(OperationId id) {
        return newestLast.stream().anyMatch(seen -> seen.id().equals(id));
    }

    SeenOperations plus(OperationId id, Instant now) {
        if (contains(id)) {
            return this;
        }
        var kept = new ArrayList<Seen>();
        Instant oldest = now.minus(KEPT);
        newestLast.stream().filter(seen -> seen.at().isAfter(oldest)).forEach(kept::add);
        kept.add(new Seen(id, now));
        return new SeenOperations(kept.subList(Math.max(0, kept.size() - MOST), kept.size()));
    }
}
