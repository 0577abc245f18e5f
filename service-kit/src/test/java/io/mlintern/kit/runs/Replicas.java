package io.mlintern.kit.runs;

import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.protocol.CallId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Workers on one table, each with its own work; leases are short, so that tests are.
final class Replicas implements AutoCloseable {
    static final Duration LEASE = Duration.ofMillis(800);

    private final DatabaseConfig database;
    private final List<Runnable> open = new ArrayList<>();

    Replicas(DatabaseConfig database) {
        this.database = database;
    }

    record Replica(Runs runs, RecordedWork work, RunExecutor executor) {
        List<Claim> submit(CallId call, Recovery recovery, String request) throws Exception {
            return executor.submit(List.of(new RunRequest(call, recovery, Payload.of(request))));
        }

        /// Leaves everything as it is, as a killed process does.
        void kill() {
            runs.close();
        }
    }

    /// Claims, but renews nothing and drives nothing: a worker that died or stands still.
    Runs silent(String worker) {
        var never = Duration.ofHours(1);
        var times = new RunsConfig(worker, never.multipliedBy(3), never, never, never);
        return open(times);
    }

    Replica start(String worker) {
        return start(worker, 4);
    }

    /// With the real lease, which a loaded machine needs.
    Replica startBusy(String worker, int slots) {
        return start(RunsConfig.of(worker), slots);
    }

    Replica start(String worker, int slots) {
        return start(config(worker), slots);
    }

    private Replica start(RunsConfig config, int slots) {
        var work = new RecordedWork();
        var runs = open(config);
        var executor = RunExecutor.start(runs, work, slots, Duration.ofSeconds(2));
        open.addFirst(executor::close);
        return new Replica(runs, work, executor);
    }

    static RunsConfig config(String worker) {
        return new RunsConfig(
                worker, LEASE, Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofDays(8));
    }

    private Runs open(RunsConfig config) {
        var runs = Runs.open(database, config);
        open.addFirst(runs::close);
        return runs;
    }

    @Override
    public void close() {
        open.forEach(Runnable::run);
    }
}
