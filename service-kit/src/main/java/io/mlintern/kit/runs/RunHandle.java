package io.mlintern.kit.runs;

import io.mlintern.protocol.CallId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A run that this worker holds: its request, and the word when it must not go on.
///
/// The lease is renewed by itself. A worker that cannot renew goes on with what has started; whether its outcome counts
/// is seen when it is written.
public final class RunHandle {
    private final Runs runs;
    private final RunRow row;
    private final NextStep step;
    private final CompletableFuture<StopReason> stopped = new CompletableFuture<>();
    private volatile long confirmedAt;

    RunHandle(Runs runs, RunRow row, long confirmedAt) {
        this.runs = runs;
        this.row = row;
        this.step = NextStep.of(row);
        this.confirmedAt = confirmedAt;
        if (row.cancelled()) {
            stop(StopReason.CANCELLED);
        }
    }

    public CallId call() {
        return row.call();
    }

    /// 1 for who claimed it first; one more for each take-over.
    public int attempt() {
        return row.attempt();
    }

    public Payload request() {
        return row.request();
    }

    public Recovery recovery() {
        return row.recovery();
    }

    /// Why the run must not go on, once that is so.
    public Optional<StopReason> stopReason() {
        return Optional.ofNullable(stopped.getNow(null));
    }

    public boolean isCancelled() {
        return stopReason().filter(reason -> reason == StopReason.CANCELLED).isPresent();
    }

    /// Completes when the run must not go on. What depends on it must not block; use the `Async` methods.
    public CompletionStage<StopReason> stopped() {
        return stopped.minimalCompletionStage();
    }

    /// To be called right before the effect: from here on a worker that dies may have caused it. Waits while PostgreSQL
    /// is away. Free where a second time does no harm.
    ///
    /// @throws RunStoppedException when the effect must not begin
    /// @throws InterruptedException when it was stopped meanwhile
    public void started() throws InterruptedException {
        throwIfStopped();
        if (row.recovery() == Recovery.RERUN) {
            return;
        }
        boolean written = runs.insist(this, () -> runs.markStarted(this));
        if (!written) {
            renewAndCheck();
            throw new RunStoppedException(stopReason().orElse(StopReason.LOST));
        }
    }

    /// To be called right before a request that must not be repeated: asks PostgreSQL whether this attempt still holds.
    /// Waits while it is away.
    ///
    /// @throws RunStoppedException when it does not, or was cancelled
    /// @throws InterruptedException when it was stopped meanwhile
    public void renewAndCheck() throws InterruptedException {
        runs.insist(
                this,
                () -> {
                    runs.renew(this);
                    return true;
                });
        throwIfStopped();
    }

    /// Gives a run back that has not begun, as if nobody had ever had it: the same call may be handed out anew. The run ends
    /// with what this answers.
    ///
    /// Dying before: another worker has it after the lease. After: the row is gone, and whoever handed the call out does
    /// it again.
    ///
    /// @throws RunStoppedException when it is no longer ours to give back, or was cancelled
    /// @throws InterruptedException when it was stopped meanwhile
    public RunStoppedException withdraw() throws InterruptedException {
        throwIfStopped();
        if (!runs.insist(this, () -> runs.withdraw(this))) {
            renewAndCheck();
            throw new RunStoppedException(stopReason().orElse(StopReason.LOST));
        }
        stop(StopReason.WITHDRAWN);
        return new RunStoppedException(StopReason.WITHDRAWN);
    }

    /// Begins work only under a lease that surely holds: an old one is renewed first.
    void ensureLease(Duration lease) throws InterruptedException {
        throwIfStopped();
        if (System.nanoTime() - confirmedAt > lease.toNanos()) {
            renewAndCheck();
        }
    }

    void confirmed(long at) {
        confirmedAt = at;
    }

    /// The first reason stays.
    boolean stop(StopReason reason) {
        return stopped.complete(reason);
    }

    NextStep step() {
        return step;
    }

    RunRepository.Attempt held() {
        return new RunRepository.Attempt(call(), attempt());
    }

    private void throwIfStopped() {
        stopReason()
                .ifPresent(
                        reason -> {
                            throw new RunStoppedException(reason);
                        });
    }

    @Override
    public String toString() {
        return "run " + call() + ", attempt " + attempt();
    }
}
