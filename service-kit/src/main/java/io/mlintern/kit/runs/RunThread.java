package io.mlintern.kit.runs;

import io.mlintern.kit.logging.LogContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run on its virtual thread: waits for a slot, works, writes the outcome, tells it.
final class RunThread {
    private static final Logger LOG = LoggerFactory.getLogger(RunThread.class);
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration LASTING = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// What may interrupt the thread: anything while it waits, a stop while it works, and while it settles only that the
    /// worker goes away.
    private enum Stage {
        WAITING,
        WORKING,
        SETTLING
    }

    private final Runs runs;
    private final RunWork work;
    private final RunHandle run;
    private final Semaphore slots;
    private Thread thread;
    private Stage stage = Stage.WAITING;
    private volatile boolean closing;

    RunThread(Runs runs, RunWork work, RunHandle run, Semaphore slots) {
        this.runs = runs;
        this.work = work;
        this.run = run;
        this.slots = slots;
    }

    /// @param ended called when nothing is left to do
    void start(Runnable ended) {
        synchronized (this) {
            thread =
                    Thread.ofVirtual()
                            .name("run-" + run.call())
                            .unstarted(
                                    () -> {
                                        try (var _ = LogContext.call(run.call())) {
                                            drive();
                                        } finally {
                                            ended.run();
                                        }
                                    });
        }
        var _ = run.stopped().thenAccept(this::interrupt);
        thread.start();
    }

    void join(Duration time) throws InterruptedException {
        thread.join(time);
    }

    /// The worker goes away.
    void stop() {
        // Its own word: of several reasons to stop the run keeps the first.
        closing = true;
        run.stop(StopReason.CLOSING);
        interrupt(StopReason.CLOSING);
    }

    void stopUnlessWorking() {
        boolean waiting;
        synchronized (this) {
            waiting = stage == Stage.WAITING;
        }
        if (waiting) {
            stop();
        }
    }

    private synchronized void interrupt(StopReason reason) {
        // one that may be happening still is attached to first, and ended then
        boolean first = stage == Stage.WAITING && run.step() instanceof NextStep.Reattach;
        boolean wanted =
                switch (reason) {
                    case CANCELLED -> stage != Stage.SETTLING && !first;
                    case LOST -> stage != Stage.SETTLING;
                    case CLOSING -> true;
                    case WITHDRAWN -> false;
                };
        if (wanted) {
            thread.interrupt();
        }
    }

    private void drive() {
        try {
            if (run.step().takesSlot()) {
                inSlot();
            } else {
                settle(message());
            }
        } catch (InterruptedException e) {
            // the worker goes away: who takes the row over goes on from here
            LOG.debug("{} is left to another worker", run);
        } catch (RuntimeException e) {
            failedItself(e);
            return;
        }
        letLapse();
    }

    /// A failure that comes each time must not repeat an effect for ever: it is held then, and seen, until the worker is
    /// started again.
    private void failedItself(RuntimeException failure) {
        if (run.attempt() < MOST_ATTEMPTS) {
            LOG.error("{} is left to another worker", run, failure);
            letLapse();
        } else {
            LOG.error("{} is tried again when this worker is started again", run, failure);
        }
    }

    /// What this thread has left is nobody's: its lease must not be renewed. A worker that goes away releases it.
    private void letLapse() {
        if (!closing) {
            runs.forget(run);
        }
    }

    private void inSlot() throws InterruptedException {
        if (!slotOrStop()) {
            settleStopped();
            return;
        }
        try {
            var outcome = guarded();
            if (outcome.isPresent()) {
                settle(outcome.get());
            } else {
                settleStopped();
            }
        } finally {
            slots.release();
        }
    }

    private boolean slotOrStop() {
        try {
            slots.acquire();
            return true;
        } catch (InterruptedException e) {
            enter(Stage.SETTLING);
            return false;
        }
    }

    /// The outcome, or nothing when the run was stopped.
    private Optional<Payload> guarded() {
        var lasting =
                CompletableFuture.runAsync(
                        this::lasting,
                        CompletableFuture.delayedExecutor(
                                LASTING.toMillis(),
                                TimeUnit.MILLISECONDS,
                                task -> Thread.ofVirtual().start(task)));
        try {
            enter(Stage.WORKING);
            return Optional.of(carryOut());
        } catch (InterruptedException | RunStoppedException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            if (run.stopReason().isPresent()) {
                return Optional.empty();
            }
            LOG.error("{} failed", run, e);
            return Optional.of(work.failed(run, e));
        } finally {
            lasting.cancel(false);
            enter(Stage.SETTLING);
        }
    }

    private void lasting() {
        try {
            work.lasting(run);
        } catch (RuntimeException e) {
            LOG.warn("{} lasts, which cannot be told: {}", run, e.toString());
        }
    }

    private Payload carryOut() throws InterruptedException {
        if (run.step() instanceof NextStep.Reattach) {
            return work.reattach(run);
        }
        run.ensureLease(runs.config().lease());
        return work.run(run);
    }

    private Payload message() {
        enter(Stage.SETTLING);
        return switch (run.step()) {
            case NextStep.Publish(var outcome) -> outcome;
            case NextStep.SettleUnknown _ -> work.unknown(run);
            case NextStep.SettleCancelled _ -> work.cancelled(run);
            case NextStep.Start _, NextStep.RunAgain _, NextStep.Reattach _ ->
                    throw new IllegalStateException(run + " is no message");
        };
    }

    private void settleStopped() throws InterruptedException {
        if (run.isCancelled()) {
            settle(work.cancelled(run));
        }
    }

    private void settle(Payload outcome) throws InterruptedException {
        boolean toFinish = !(run.step() instanceof NextStep.Publish);
        if (toFinish && !runs.insist(run, () -> runs.finish(run, outcome))) {
            LOG.warn("{} came too late, its outcome does not count", run);
            return;
        }
        publish(new SettledRun(run.call(), run.attempt(), run.request(), outcome));
        runs.forget(run);
        runs.markPublished(run);
    }

    private void publish(SettledRun settled) throws InterruptedException {
        for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                work.publish(settled);
                return;
            } catch (RuntimeException e) {
                LOG.warn("the outcome of {} cannot be told yet: {}", run, e.toString());
                Thread.sleep(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /// Leaves no interrupt behind that was meant for the stage before.
    private synchronized void enter(Stage next) {
        stage = next;
        if (next == Stage.SETTLING && !closing) {
            boolean _ = Thread.interrupted();
        }
    }
}
