package io.mlintern.cli.server;

import java.time.Duration;

/// How long to try again when the server does not answer.
///
/// @param first the wait before the second try; each further one is twice as long
/// @param longest the longest single wait
/// @param inAll when to give up, counted from the last sign of life
/// @param silence how long a stream may be silent (the server sends a comment every 15 s) before it counts as lost
public record Patience(Duration first, Duration longest, Duration inAll, Duration silence) {
    public static final Patience USUAL =
            new Patience(
                    Duration.ofMillis(100),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(45));

    /// The same, but for so long at most: for calls that a person waits for and that are easily made again.
    public Patience atMost(Duration limit) {
        return limit.compareTo(inAll) < 0 ? new Patience(first, longest, limit, silence) : this;
    }

    /// The wait after the `failures`-th failure in a row, from 1.
    public Duration delay(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 16));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
