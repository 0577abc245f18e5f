package io.mlintern.orchestrator.model;

import java.time.Duration;
import java.util.Optional;

/// Gathers pieces of text, so that readers get few chunks and still see the text move: the first at once, then one each
/// 40 ms or 512 characters. Pure: the time is passed in. Not thread-safe.
final class ChunkCoalescer {
    static final Duration PACE = Duration.ofMillis(40);
    static final int MOST = 512;

    private final StringBuilder gathered = new StringBuilder();
    private boolean begun;
    private long sentAt;

    /// @param now as of `System.nanoTime`
    /// @return what must be sent now
    Optional<String> add(String text, long now) {
        gathered.append(text);
        return due(now);
    }

    /// What has waited long enough.
    Optional<String> due(long now) {
        boolean isDue = !begun || gathered.length() >= MOST || now - sentAt >= PACE.toNanos();
        return isDue ? take(now) : Optional.empty();
    }

    /// How long what is gathered may wait still; nothing where nothing waits.
    Optional<Duration> dueIn(long now) {
        return gathered.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, PACE.toNanos() - (now - sentAt))));
    }

    /// All that is left, whatever the time.
    Optional<String> take(long now) {
        if (gathered.isEmpty()) {
            return Optional.empty();
        }
        String text = gathered.toString();
        gathered.setLength(0);
        begun = true;
        sentAt = now;
        return Optional.of(text);
    }
}
