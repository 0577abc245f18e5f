package io.mlintern.cli.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Counts failures in a row and waits between tries, within the bounds of a [Patience].
public final class Retries {
    private final Patience patience;
    private final InstantSource clock;
    private Instant lastSign;
    private int failures;

    public Retries(Patience patience, InstantSource clock) {
        this.patience = patience;
        this.clock = clock;
        this.lastSign = clock.instant();
    }

    /// The server answered: the count begins anew.
    public void succeeded() {
        failures = 0;
        lastSign = clock.instant();
    }

    /// Waits before the next try; false when the patience is at its end.
    public boolean again() {
        return again(Duration.ZERO);
    }

    /// @param atLeast what the server asked for by `Retry-After`
    public boolean again(Duration atLeast) {
        failures++;
        Duration wait = patience.delay(failures);
        if (atLeast.compareTo(wait) > 0) {
            wait = atLeast;
        }
        if (clock.instant().plus(wait).isAfter(lastSign.plus(patience.inAll()))) {
            return false;
        }
        pause(wait);
        return true;
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled(e);
        }
    }
}
