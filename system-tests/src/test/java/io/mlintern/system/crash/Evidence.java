package io.mlintern.system.crash;

import io.mlintern.system.ProductServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Everything that can be looked at when the kills are over.
record Evidence(ProductServer server, EventLog log, long seed, List<Kill> kills) {
    Evidence {
        kills = List.copyOf(kills);
    }

    /// A failure in it is told with the records of the sessions and the runs that hang.
    void during(Runnable step, List<Job> jobs) {
        try {
            step.run();
        } catch (RuntimeException | AssertionError failure) {
            jobs.forEach(job -> System.out.println(Report.failure(seed, kills, job, log)));
            throw new AssertionError(
                    "%s; untold: %s".formatted(failure.getMessage(), untold()), failure);
        }
    }

    private String untold() {
        try {
            return Rows.of(server).untold();
        } catch (RuntimeException noDatabase) {
            return noDatabase.toString();
        }
    }

    /// When nothing is left that could still be told, each session's log and workspace are as promised, and the catalog has all.
    void promiseIsKept(List<Job> jobs) {
        Rows rows = Rows.of(server);
        rows.awaitAllTold();
        List<String> broken = new ArrayList<>();
        // Read anew by a client that begins now: what a reader has seen live and what stands there
        // is the same.
        try (EventLog fresh = EventLog.follow(server.kafka())) {
            for (Job job : jobs) {
                List<Event> events = wholeLog(job, fresh);
                List<String> here = Promise.broken(job, events);
                if (!here.isEmpty()) {
                    System.out.println(Report.failure(seed, kills, job, log));
                    here.forEach(one -> broken.add(job.session() + ": " + one));
                }
                int last = events.stream().mapToInt(Event::seq).max().orElse(0);
                rows.awaitCatalog(job.session(), last);
            }
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(
                    "seed %d:%n%s".formatted(seed, String.join(System.lineSeparator(), broken)));
        }
    }

    private List<Event> wholeLog(Job job, EventLog fresh) {
        List<Event> live = log.of(job.session());
        fresh.awaitTurns(job.session(), job.accepted().size(), Duration.ofMinutes(1));
        List<Event> read = fresh.of(job.session());
        return read.size() >= live.size() ? read : live;
    }
}
