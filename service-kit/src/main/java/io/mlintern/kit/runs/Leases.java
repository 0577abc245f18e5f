package io.mlintern.kit.runs;

import io.mlintern.kit.database.Notifications;
import io.mlintern.protocol.CallId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this replica holds: one batched update renews it, and both the update and NOTIFY say what it has lost.
final class Leases implements Notifications.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final Map<CallId, RunHandle> held = new ConcurrentHashMap<>();
    private final RunRepository repository;
    private final RunCounters counters;
    private final long overdueNanos;
    private volatile long renewedAt = System.nanoTime();
    private volatile Runnable lookAgain = () -> {};
    private volatile boolean released;
    private boolean heardBefore;

    Leases(RunRepository repository, RunsConfig config, RunCounters counters) {
        this.repository = repository;
        this.counters = counters;
        this.overdueNanos = config.renewEvery().multipliedBy(2).toNanos();
    }

    /// What to do when notifications may have been missed; it must not block.
    void onMissed(Runnable task) {
        lookAgain = task;
    }

    int size() {
        return held.size();
    }

    /// Of two attempts at one call the later one counts.
    RunHandle hold(RunHandle run) {
        held.compute(
                run.call(),
                (_, earlier) -> {
                    if (earlier == null) {
                        return run;
                    }
                    boolean newer = run.attempt() > earlier.attempt();
                    lose(newer ? earlier : run);
                    return newer ? run : earlier;
                });
        if (released) {
            held.remove(run.call(), run);
        }
        return run;
    }

    /// No longer ours to care for.
    void forget(RunHandle run) {
        held.remove(run.call(), run);
    }

    /// Lets other workers have what is held, at once. What comes later is not held any more, and lapses.
    void releaseAll() {
        released = true;
        var all = held.values().stream().map(RunHandle::held).toList();
        if (!all.isEmpty()) {
            repository.release(all);
        }
        held.clear();
    }

    void renewAll() {
        var handles = List.copyOf(held.values());
        long now = System.nanoTime();
        var leases =
                handles.isEmpty()
                        ? List.<RunRepository.Lease>of()
                        : repository.renew(handles.stream().map(RunHandle::held).toList());
        renewedAt = now;
        for (int i = 0; i < handles.size(); i++) {
            apply(leases.get(i), handles.get(i), now);
        }
    }

    /// After a pause, of this process or of PostgreSQL.
    void renewIfOverdue() {
        if (System.nanoTime() - renewedAt > overdueNanos) {
            renewAll();
        }
    }

    void apply(RunRepository.Lease lease, RunHandle run, long now) {
        switch (lease) {
            case HELD -> run.confirmed(now);
            case CANCELLED -> {
                run.confirmed(now);
                run.stop(StopReason.CANCELLED);
            }
            case GONE -> loseIfHeld(run);
        }
    }

    /// `cancelled CALL` or `taken CALL ATTEMPT`, from whoever did it.
    @Override
    public void notified(String payload) {
        String[] words = payload.split(" ", -1);
        var run = Optional.ofNullable(held.get(new CallId(words[1])));
        if (words[0].equals("cancelled")) {
            run.ifPresent(mine -> mine.stop(StopReason.CANCELLED));
        } else {
            run.filter(mine -> mine.attempt() < Integer.parseInt(words[2]))
                    .ifPresent(this::loseIfHeld);
        }
    }

    @Override
    public void connected() {
        if (heardBefore) {
            lookAgain.run();
        }
        heardBefore = true;
    }

    /// One that was settled meanwhile is not lost.
    private void loseIfHeld(RunHandle run) {
        if (held.remove(run.call(), run)) {
            lose(run);
        }
    }

    private void lose(RunHandle run) {
        if (run.stop(StopReason.LOST)) {
            counters.losses.increment();
            LOG.warn("{} was taken over by another worker", run);
        }
    }
}
