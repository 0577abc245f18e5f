package io.mlintern.system.crash;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/// Waits for what must come within a minute.
final class Awaits {
    private Awaits() {}

    static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Crash.SOON)
                .until(condition);
    }
}
