package io.mlintern.system.crash;

import io.mlintern.system.ProductServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Sessions that work at the same time, each one turn after the other, until they are told to stop.
final class Workload implements AutoCloseable {
    private static final Duration TURN = Duration.ofMinutes(3);
    private static final int SENT_AGAIN_ONE_IN = 4;

    private final List<Job> jobs;
    private final EventLog log;
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    private Workload(List<Job> jobs, EventLog log) {
        this.jobs = jobs;
        this.log = log;
    }

    static Workload begin(
            ProductServer server, WorkModel model, EventLog log, int sessions, long seed) {
        List<Job> jobs =
                IntStream.range(0, sessions)
                        .mapToObj(number -> Job.open(server, model, "worker-" + number))
                        .toList();
        var workload = new Workload(jobs, log);
        for (int number = 0; number < sessions; number++) {
            Job job = jobs.get(number);
            Random random = new Random(seed * 31 + number);
            workload.running.add(workload.threads.submit(() -> workload.work(job, random)));
        }
        return workload;
    }

    private void work(Job job, Random random) {
        for (int turn = 1; !stopping; turn++) {
            var taken = job.ask("key-%d".formatted(turn), "turn %d".formatted(turn));
            if (random.nextInt(SENT_AGAIN_ONE_IN) == 0) {
                String operation = job.again(taken);
                if (!operation.equals(taken.operation())) {
                    throw new AssertionError("one key, two operations: " + taken);
                }
            }
            log.awaitTurns(job.session(), turn, TURN);
        }
    }

    List<Job> jobs() {
        return jobs;
    }

    /// What the sessions do now.
    List<Phase> phases() {
        return jobs.stream().map(job -> job.phase(log)).toList();
    }

    boolean isAlive() {
        return running.stream().noneMatch(Future::isDone);
    }

    /// Lets every turn come to its end.
    void finish() {
        stopping = true;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new AssertionError("a session stands still", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
    }
}
