package io.mlintern.local.server;

import io.mlintern.local.folder.Fatal;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Asks `/health/ready` until it says yes.
public final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Readiness() {}

    /// Returns when the server at `base` is ready; fails when `alive` says no, or after `patience`.
    public static void await(URI base, Duration patience, BooleanSupplier alive)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        while (!isReady(base)) {
            if (!alive.getAsBoolean())
                throw new Fatal(
                        Fatal.UNEXPECTED, "The server at " + base + " ended while it started");
            if (Instant.now().isAfter(deadline))
                throw new Fatal(
                        Fatal.UNEXPECTED,
                        "The server at %s was not ready after %s".formatted(base, patience));
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    public static boolean isReady(URI base) {
        return answers(base.resolve("/health/ready"));
    }

    /// Whether this address answers 200.
    static boolean answers(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
