package io.mlintern.kit.runs;

import io.mlintern.kit.database.Database;
import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.database.Migrations;
import io.mlintern.kit.database.Notifications;
import io.mlintern.protocol.CallId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The runs of one replica: claims them, keeps their leases, hears of cancellations, takes over what others left.
///
/// Not proxyable: produce it as a `@Singleton` with [io.mlintern.kit.ForService]. What is done with a run is
/// [RunExecutor]'s.
public final class Runs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final Duration TRY_AGAIN = Duration.ofMillis(200);
    private static final int CONNECTIONS = 6;
    // Prepared while the table is small, a gathered statement keeps a plan that reads all of it for
    // ever.
    private static final String INDEXES_ONLY =
            "SET enable_seqscan=off; SET enable_hashjoin=off; SET enable_mergejoin=off";

    private final RunsConfig config;
    private final Database database;
    private final RunRepository repository;
    private final RunCounters counters = new RunCounters();
    private final Map<CallId, RunHandle> held = new ConcurrentHashMap<>();
    private final GatheredWrites<RunRequest, Optional<RunRow>> claims;
    private final GatheredWrites<RunRepository.Attempt, Boolean> starts;
    private final GatheredWrites<RunRepository.Finish, Boolean> finishes;
    private final GatheredWrites<RunRepository.Attempt, Boolean> publications;
    private final GatheredWrites<RunRepository.Attempt, RunRepository.Lease> renewals;
    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(2, Thread.ofVirtual().name("runs-", 0).factory());
    private final Notifications notifications;
    private volatile long renewedAt = System.nanoTime();

    private Runs(Database database, RunsConfig config) {
        this.config = config;
        this.database = database;
        var holder = new RunRepository.Holder(config.worker(), UUID.randomUUID().toString());
        this.repository = new RunRepository(database, holder, config.lease());
        this.claims = new GatheredWrites<>("runs-claim", repository::claim);
        this.starts = new GatheredWrites<>("runs-start", repository::start);
        this.finishes = new GatheredWrites<>("runs-finish", repository::finish);
        this.publications = new GatheredWrites<>("runs-publish", repository::published);
        this.renewals = new GatheredWrites<>("runs-renew", repository::renew);
        this.notifications =
                Notifications.listen(database, RunRepository.channel(database), new Hints());
        every(config.renewEvery(), this::renewAll);
        every(Duration.ofHours(1), this::forgetOld);
    }

    /// Opens the table `run` in the service's schema, with a history of its own: the service ships no script for it.
    public static Runs open(DatabaseConfig service, RunsConfig config) {
        var own = service.withPoolSize(CONNECTIONS).withConnectionInit(INDEXES_ONLY);
        return new Runs(
                Database.open(own, new Migrations("db/runs", "run_migration_history")), config);
    }

    /// Claims calls; one answer each, in their order. When it returns the answers are durable, and the records that
    /// handed the calls out may be acknowledged.
    ///
    /// @throws RunStoreException when PostgreSQL is away: acknowledge nothing, claim later
    /// @throws InterruptedException as blocking calls do
    public List<Claim> claim(List<RunRequest> requests) throws InterruptedException {
        long now = System.nanoTime();
        List<CompletableFuture<Optional<RunRow>>> asked = new ArrayList<>();
        for (var request : requests) {
            asked.add(claims.submit(request));
        }
        List<Claim> answers = new ArrayList<>();
        renewedAt = now;
        for (int i = 0; i < requests.size(); i++) {
            var row = get(asked.get(i));
            answers.add(
                    row.isPresent()
                            ? claimed(hold(row.get(), now))
                            : new Claim.AlreadyHeld(requests.get(i).call()));
        }
        return List.copyOf(answers);
    }

    private Claim claimed(RunHandle run) {
        counters.claims.increment();
        return run.isCancelled() ? new Claim.Cancelled(run) : new Claim.Claimed(run);
    }

    /// Marks a call as cancelled, whoever has it; one that nobody has yet will never start. May be repeated.
    public void cancel(CallId call) {
        repository.cancel(call);
    }

    public RunCounters counters() {
        return counters;
    }

    /// How many runs this replica holds.
    public int held() {
        return held.size();
    }

    public boolean isReachable() {
        return database.isReachable();
    }

    RunsConfig config() {
        return config;
    }

    List<RunHandle> takeOverOwn() {
        return takenOver(System.nanoTime(), repository.takeOverOwn());
    }

    /// What this replica holds is never among them: after a pause its own leases are renewed first.
    List<RunHandle> takeOverLapsed(boolean finished, int limit) {
        if (System.nanoTime() - renewedAt > config.renewEvery().multipliedBy(2).toNanos()) {
            renewAll();
        }
        return limit > 0
                ? takenOver(System.nanoTime(), repository.takeOverLapsed(finished, limit))
                : List.of();
    }

    private List<RunHandle> takenOver(long now, List<RunRow> rows) {
        counters.takeOvers.add(rows.size());
        return rows.stream().map(row -> hold(row, now)).toList();
    }

    boolean markStarted(RunHandle run) throws InterruptedException {
        return get(starts.submit(run.held()));
    }

    boolean finish(RunHandle run, Payload outcome) throws InterruptedException {
        return get(finishes.submit(new RunRepository.Finish(run.held(), outcome)));
    }

    /// Not waited for: should it fail, the outcome is told once more.
    void markPublished(RunHandle run) throws InterruptedException {
        counters.publications.increment();
        var _ = publications.submit(run.held());
    }

    void renew(RunHandle run) throws InterruptedException {
        long now = System.nanoTime();
        apply(get(renewals.submit(run.held())), run, now);
    }

    /// No longer ours to care for.
    void forget(RunHandle run) {
        held.remove(run.call(), run);
    }

    void forgetOld() {
        repository.forget(config.keep());
    }

    /// Lets other workers have what is held, at once.
    void releaseAll() {
        var all = held.values().stream().map(RunHandle::held).toList();
        if (!all.isEmpty()) {
            repository.release(all);
        }
        held.clear();
    }

    /// One step that PostgreSQL must take before the run may go on: tried again until it answers or the run is stopped.
    boolean insist(RunHandle run, Step step) throws InterruptedException {
        boolean said = false;
        while (true) {
            try {
                return step.take();
            } catch (RunStoreException e) {
                if (!said) {
                    LOG.warn("{} waits for PostgreSQL: {}", run, e.getMessage());
                    said = true;
                }
                Thread.sleep(TRY_AGAIN);
            }
            var reason = run.stopReason();
            if (reason.isPresent() && reason.get() != StopReason.CANCELLED) {
                throw new RunStoppedException(reason.get());
            }
        }
    }

    interface Step {
        boolean take() throws InterruptedException;
    }

    /// Runs `task` again and again, on a clock of its own threads; it must not take long.
    void every(Duration time, Runnable task) {
        var _ =
                clock.scheduleWithFixedDelay(
                        guarded(task), time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RunStoreException e) {
                LOG.warn("{}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("the care for runs failed", e);
            }
        };
    }

    /// What is still held is left as it is: another worker takes it over when the lease has lapsed.
    @Override
    public void close() {
        // not interrupted: that would cut a connection in the middle of a statement
        clock.close();
        notifications.close();
        claims.close();
        starts.close();
        finishes.close();
        publications.close();
        renewals.close();
        database.close();
    }

    private RunHandle hold(RunRow row, long now) {
        var run = new RunHandle(this, row, now);
        var earlier = held.put(row.call(), run);
        if (earlier != null) {
            lose(earlier);
        }
        return run;
    }

    private void renewAll() {
        var handles = List.copyOf(held.values());
        long now = System.nanoTime();
        if (handles.isEmpty()) {
            renewedAt = now;
            return;
        }
        var renewed = repository.renew(handles.stream().map(RunHandle::held).toList());
        renewedAt = now;
        for (int i = 0; i < handles.size(); i++) {
            apply(renewed.get(i), handles.get(i), now);
        }
    }

    private void apply(RunRepository.Lease lease, RunHandle run, long now) {
        switch (lease) {
            case HELD -> run.confirmed(now);
            case CANCELLED -> {
                run.confirmed(now);
                run.stop(StopReason.CANCELLED);
            }
            case GONE -> {
                // one that was settled meanwhile is not lost
                if (held.remove(run.call(), run)) {
                    lose(run);
                }
            }
        }
    }

    private void lose(RunHandle run) {
        if (run.stop(StopReason.LOST)) {
            counters.losses.increment();
            LOG.warn("{} was taken over by another worker", run);
        }
    }

    private static <T> T get(CompletableFuture<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunStoreException store) {
                throw store;
            }
            throw new IllegalStateException("a write of runs failed", e.getCause());
        }
    }

    /// `cancelled CALL` and `taken CALL ATTEMPT`, from whoever did it; after a lost connection everything is looked at.
    private final class Hints implements Notifications.Listener {
        private boolean connectedBefore;

        @Override
        public void notified(String payload) {
            String[] words = payload.split(" ", -1);
            var run = Optional.ofNullable(held.get(new CallId(words[1])));
            if (words[0].equals("cancelled")) {
                run.ifPresent(mine -> mine.stop(StopReason.CANCELLED));
            } else {
                run.filter(mine -> mine.attempt() < Integer.parseInt(words[2]))
                        .filter(mine -> held.remove(mine.call(), mine))
                        .ifPresent(Runs.this::lose);
            }
        }

        @Override
        public void connected() {
            boolean again = connectedBefore;
            connectedBefore = true;
            if (again && !clock.isShutdown()) {
                clock.execute(guarded(Runs.this::renewAll));
            }
        }
    }
}
