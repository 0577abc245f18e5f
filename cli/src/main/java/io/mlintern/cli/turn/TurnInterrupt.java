package io.mlintern.cli.turn;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.json.Json;
import io.mlintern.cli.server.Api;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Ctrl-C during a turn: the server interrupts it, and we wait for its word. The second press leaves at once.
final class TurnInterrupt implements Runnable {
    /// The server takes up to 10 s to stop what runs.
    private static final Duration WAIT = Duration.ofSeconds(12);

    private final Api api;
    private final String session;
    private final TurnView view;
    private final Interrupts interrupts;
    private final AtomicInteger presses = new AtomicInteger();
    private final CountDownLatch accepted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    TurnInterrupt(Api api, String session, TurnView view, Interrupts interrupts) {
        this.api = api;
        this.session = session;
        this.view = view;
        this.interrupts = interrupts;
    }

    /// The prompt is with the server: from here on there is something to interrupt.
    void accepted() {
        accepted.countDown();
    }

    void ended() {
        ended.countDown();
    }

    @Override
    public void run() {
        if (presses.incrementAndGet() > 1) {
            interrupts.leave();
            return;
        }
        view.notice("interrupting … (Ctrl-C again leaves at once)");
        try {
            boolean stopped = await(accepted) && stop() && await(ended);
            if (!stopped) {
                interrupts.leave();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stop() {
        try {
            api.post(session, "interrupt", Json.object(), UUID.randomUUID().toString());
            return true;
        } catch (CliFailure e) {
            view.notice(e.getMessage());
            return false;
        }
    }

    private static boolean await(CountDownLatch latch) throws InterruptedException {
        return latch.await(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
