package io.mlintern.system.crash;

import io.mlintern.system.ProductServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A server in parts with a model and a reader of its log, for tests that kill at a defined moment.
final class Crash implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final Duration TURN = Duration.ofMinutes(2);

    final ProductServer server;
    final WorkModel model;
    final EventLog log;
    private final AtomicInteger users = new AtomicInteger();

    private Crash(ProductServer server) {
        this.server = server;
        this.model = WorkModel.streaming(Duration.ofMillis(60));
        this.log = EventLog.follow(server.kafka());
    }

    static Crash begin(ProductServer.Form form) {
        return new Crash(ProductServer.start(form, 1.0));
    }

    /// @param home the server's data folder, which goes with it
    static Crash begin(Path home, ProductServer.Form form) {
        return new Crash(ProductServer.start(home, form, 1.0));
    }

    /// With what has died started again.
    Crash whole() {
        boolean complete = Files.exists(server.home().resolve("server.json"));
        if (!complete || !Arrays.stream(Victim.values()).allMatch(one -> one.lives(server))) {
            startAgain();
        }
        return this;
    }

    Job open() {
        return Job.open(server, model, "user-" + users.incrementAndGet());
    }

    Rows rows() {
        return Rows.of(server);
    }

    void kill(Victim... victims) {
        List<ProcessHandle> processes =
                Arrays.stream(victims).map(victim -> victim.process(server)).toList();
        processes.forEach(process -> Signals.send("KILL", process.pid()));
        processes.forEach(Victim::awaitGone);
    }

    void stop(Victim victim) {
        Signals.send("STOP", victim.process(server).pid());
    }

    void goOn(Victim victim) {
        Signals.send("CONT", victim.process(server).pid());
    }

    void startAgain() {
        server.startAgain();
    }

    /// The command of the job's call has said that it runs.
    void awaitRunning(Job job) {
        Awaits.until(
                "a command that runs in " + job.folder(),
                () -> !Effects.of(job.folder()).running().isEmpty());
    }

    /// All turns that were accepted end, as promised.
    void endsAsPromised(Job... jobs) {
        endsAsPromised(List.of(jobs));
    }

    void endsAsPromised(List<Job> jobs) {
        Evidence evidence = new Evidence(server, log, 0, List.of());
        evidence.during(
                () ->
                        jobs.forEach(
                                job -> log.awaitTurns(job.session(), job.accepted().size(), TURN)),
                jobs);
        evidence.promiseIsKept(jobs);
        if (!model.complaints().isEmpty()) throw new AssertionError(model.complaints());
    }

    /// How often the model was asked to the end while this runs.
    int answersDuring(Runnable step) {
        int before = model.answered();
        step.run();
        return model.answered() - before;
    }

    @Override
    public void close() {
        log.close();
        model.close();
        server.close();
    }
}
