package io.mlintern.kit.runs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives runs from claim to publication: each on a virtual thread, at most `slots` working at a time.
///
/// What happens if we die: before the claim, the record is handed out again; after it, another worker takes the row over
/// and goes on as [NextStep] says; after the outcome is written, whoever finds it publishes it. Test: `RunExecutorIT`.
public final class RunExecutor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);
    private static final int UNTOLD_AT_A_TIME = 100;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Runs runs;
    private final RunWork work;
    private final int slots;
    private final Duration grace;
    private final Semaphore free;
    private final AtomicInteger wanting = new AtomicInteger();
    private final Set<RunThread> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    private RunExecutor(Runs runs, RunWork work, int slots, Duration grace) {
        this.runs = runs;
        this.work = work;
        this.slots = slots;
        this.grace = grace;
        this.free = new Semaphore(slots);
    }

    /// Takes over at once what an earlier start of this worker has left, and from now on what lapses.
    ///
    /// @param grace how long running ones may take to finish when the executor is closed
    public static RunExecutor start(Runs runs, RunWork work, int slots, Duration grace) {
        var executor = new RunExecutor(runs, work, slots, grace);
        executor.takeOverOwn();
        runs.every(runs.config().lookEvery(), executor::look);
        return executor;
    }

    private void takeOverOwn() {
        try {
            launchAll(runs.takeOverOwn());
        } catch (RunStoreException e) {
            LOG.warn("runs of an earlier start wait until their leases lapse: {}", e.getMessage());
        }
    }

    /// Claims calls and sets to work on those that are ours now. When it returns, the records that handed them out may be
    /// acknowledged, whatever the answers are.
    ///
    /// @throws RunStoreException when PostgreSQL is away: acknowledge nothing, submit later
    /// @throws IllegalStateException when the executor is closed
    /// @throws InterruptedException as blocking calls do
    public List<Claim> submit(List<RunRequest> requests) throws InterruptedException {
        if (closing) {
            throw new IllegalStateException("no new runs: the executor is closed");
        }
        return runs.claim(requests, this::launch);
    }

    /// How many more runs could work at once; what a poll asks for.
    public int freeSlots() {
        return closing ? 0 : Math.max(0, slots - wanting.get());
    }

    /// Runs that were claimed and wait for a slot.
    public int waiting() {
        return Math.max(0, wanting.get() - slots);
    }

    /// Working ones finish within the grace period; the rest is released for other workers.
    @Override
    public void close() {
        closing = true;
        live.forEach(RunThread::stopUnlessWorking);
        boolean interrupted = !awaitAll(grace);
        if (!live.isEmpty()) {
            LOG.info("{} runs are released unfinished", live.size());
            live.forEach(RunThread::stop);
            interrupted |= !awaitAll(LAST_WORDS);
        }
        try {
            runs.releaseAll();
        } catch (RunStoreException e) {
            LOG.warn("held runs lapse by themselves: {}", e.getMessage());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        if (!closing) {
            launchAll(runs.takeOverLapsed(true, UNTOLD_AT_A_TIME));
            launchAll(runs.takeOverLapsed(false, freeSlots()));
        }
    }

    private void launchAll(List<RunHandle> taken) {
        for (var run : taken) {
            LOG.info("{} was taken over", run);
            launch(run);
        }
    }

    private void launch(RunHandle run) {
        boolean takesSlot = run.step().takesSlot();
        if (takesSlot) {
            wanting.incrementAndGet();
        }
        var thread = new RunThread(runs, work, run, free);
        live.add(thread);
        thread.start(
                () -> {
                    if (takesSlot) {
                        wanting.decrementAndGet();
                    }
                    live.remove(thread);
                });
        if (closing) {
            thread.stop();
        }
    }

    /// False when this thread was interrupted meanwhile.
    private boolean awaitAll(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        try {
            for (var thread : live) {
                thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
