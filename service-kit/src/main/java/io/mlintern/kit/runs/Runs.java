package io.mlintern.kit.runs;

import io.mlintern.kit.database.Database;
import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.database.Migrations;
import io.mlintern.kit.database.Notifications;
import io.mlintern.protocol.CallId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private final TakeOverRepository takeOvers;
    private final RunCounters counters = new RunCounters();
    private final Leases leases;
    private final GatheredWrites<RunRequest, Optional<RunHandle>> claims;
    private final GatheredWrites<RunRepository.Attempt, Boolean> starts;
    private final GatheredWrites<RunRepository.Finish, Boolean> finishes;
    private final GatheredWrites<RunRepository.Attempt, Boolean> publications;
    private final GatheredWrites<RunRepository.Attempt, RunRepository.Lease> renewals;
    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(2, Thread.ofVirtual().name("runs-", 0).factory());
    private final Notifications notifications;

    private Runs(Database database, RunsConfig config) {
        this.config = config;
        this.database = database;
        var holder = new RunRepository.Holder(config.worker(), UUID.randomUUID().toString());
        this.repository = new RunRepository(database, holder, config.lease());
        this.takeOvers = new TakeOverRepository(database, holder, config.lease());
        this.leases = new Leases(repository, config, counters);
        this.claims = new GatheredWrites<>("runs-claim", this::claimNow);
        this.starts = new GatheredWrites<>("runs-start", repository::start);
        this.finishes = new GatheredWrites<>("runs-finish", repository::finish);
        this.publications = new GatheredWrites<>("runs-publish", repository::published);
        this.renewals = new GatheredWrites<>("runs-renew", repository::renew);
        leases.onMissed(() -> clock.execute(guarded(leases::renewAll)));
        this.notifications =
                Notifications.listen(database, RunRepository.channel(database), leases);
        every(config.renewEvery(), leases::renewAll);
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
    /// @param ours is given each run that became ours, also when the claims of other calls fail: one that is held and that
    ///     nobody drives would keep its lease for ever. All claims wait for it, so it must not block
    /// @throws RunStoreException when PostgreSQL is away: acknowledge nothing, claim later
    /// @throws InterruptedException as blocking calls do
    public List<Claim> claim(List<RunRequest> requests, Consumer<RunHandle> ours)
            throws InterruptedException {
        List<CompletableFuture<Claim>> asked = new ArrayList<>();
        for (var request : requests) {
            asked.add(
                    claims.submit(request)
                            .thenApply(
                                    run -> {
                                        run.ifPresent(ours);
                                        return answer(request, run);
                                    }));
        }
        List<Claim> answers = new ArrayList<>();
        for (var one : asked) {
            answers.add(get(one));
        }
        return List.copyOf(answers);
    }

    private List<Optional<RunHandle>> claimNow(List<RunRequest> requests) {
        long now = System.nanoTime();
        return repository.claim(requests).stream().map(row -> row.map(r -> hold(r, now))).toList();
    }

    private Claim answer(RunRequest request, Optional<RunHandle> ours) {
        if (ours.isEmpty()) {
            return new Claim.AlreadyHeld(request.call());
        }
        counters.claims.increment();
        var run = ours.get();
        return run.step() instanceof NextStep.SettleCancelled
                ? new Claim.Cancelled(run)
                : new Claim.Claimed(run);
    }

    /// Marks a call as cancelled, whoever has it; one that nobody has yet will never start. May be repeated.
    ///
    /// @throws RunStoreException when PostgreSQL is away
    public void cancel(CallId call) {
        repository.cancel(call);
    }

    public RunCounters counters() {
        return counters;
    }

    /// How many runs this replica holds.
    public int held() {
        return leases.size();
    }

    public boolean isReachable() {
        return database.isReachable();
    }

    RunsConfig config() {
        return config;
    }

    List<RunHandle> takeOverOwn() {
        return takenOver(System.nanoTime(), takeOvers.own());
    }

    /// What this replica holds is never among them: after a pause its own leases are renewed first.
    List<RunHandle> takeOverLapsed(boolean finished, int limit) {
        leases.renewIfOverdue();
        return limit > 0
                ? takenOver(System.nanoTime(), takeOvers.lapsed(finished, limit))
                : List.of();
    }

    private List<RunHandle> takenOver(long now, List<RunRow> rows) {
        counters.takeOvers.add(rows.size());
        return rows.stream().map(row -> hold(row, now)).toList();
    }

    private RunHandle hold(RunRow row, long now) {
        return leases.hold(new RunHandle(this, row, now));
    }

    boolean markStarted(RunHandle run) throws InterruptedException {
        return get(starts.submit(run.held()));
    }

    /// False when it was not ours, had begun, or was cancelled.
    boolean withdraw(RunHandle run) {
        boolean gone = repository.withdraw(run.held());
        if (gone) {
            leases.forget(run);
        }
        return gone;
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
        leases.apply(get(renewals.submit(run.held())), run, now);
    }

    void forget(RunHandle run) {
        leases.forget(run);
    }

    void forgetOld() {
        repository.forget(config.keep());
    }

    void releaseAll() {
        leases.releaseAll();
    }

    interface Step {
        boolean take() throws InterruptedException;
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

    /// Runs `task` again and again, on the threads that keep the leases; it must not take long.
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
        notifications.close();
        // not interrupted: that would cut a connection in the middle of a statement
        clock.close();
        List.of(claims, starts, finishes, publications, renewals).forEach(GatheredWrites::close);
        database.close();
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
}
