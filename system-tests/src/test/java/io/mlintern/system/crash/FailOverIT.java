package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.local.server.Service;
import io.mlintern.system.Broker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two orchestrators, each with copies of the other one's sessions. One is killed for good; then it comes again. How long sessions
/// stood still is printed, for those that moved and for those that did not.
///
/// A measurement, which runs where it is asked for: `-Dmlintern.crash.failover=true`.
@EnabledIfSystemProperty(named = "mlintern.crash.failover", matches = "true")
@ExtendWith(SharedCrash.class)
class FailOverIT {
    private static final int SESSIONS = 8;
    private static final String STEPS = WorkPlan.STEPS + 40;

    @Test
    void sessionsOfAnEngineThatIsGoneForGoodGoOnWithTheOtherOne(Crash crash) throws Exception {
        try (var _ = SecondReplica.of(crash.server, Service.ORCHESTRATOR).awaitReady()) {
            awaitBothWork(crash);
            List<Job> jobs = IntStream.range(0, SESSIONS).mapToObj(_ -> crash.open()).toList();
            jobs.forEach(job -> job.ask("key", STEPS));
            jobs.forEach(job -> awaitOutputs(crash, job, 3));
            Set<String> moving = partitionsOf(crash, "orchestrator");
            Instant killed = Instant.now();
            crash.kill(Victim.ORCHESTRATOR);
            jobs.forEach(job -> awaitFactAfter(crash, job, killed));
            print(crash, jobs, moving, killed);
            jobs.forEach(job -> crash.log.awaitTurns(job.session(), 1, Crash.TURN));

            crash.startAgain();
            jobs.forEach(crash::endsAsPromised);
        }
    }

    private static void print(Crash crash, List<Job> jobs, Set<String> moving, Instant killed) {
        List<Long> moved = new ArrayList<>();
        List<Long> stayed = new ArrayList<>();
        for (Job job : jobs) {
            List<Event> events = crash.log.of(job.session());
            String partition = events.getFirst().place().split("/", 2)[0];
            (moving.contains(partition) ? moved : stayed).add(stillAfter(events, killed));
        }
        System.out.printf(
                "first fact after the kill, in ms: of sessions that moved %s, of those that did not %s%n",
                moved, stayed);
        assertThat(moved).isNotEmpty();
        assertThat(stayed).isNotEmpty();
    }

    private static long stillAfter(List<Event> events, Instant killed) {
        return events.stream()
                .filter(event -> event.seq() > 0 && event.at().isAfter(killed))
                .findFirst()
                .map(event -> Duration.between(killed, event.at()).toMillis())
                .orElseThrow();
    }

    private static void awaitFactAfter(Crash crash, Job job, Instant killed) {
        crash.log.await(
                job.session(), Crash.SOON, event -> event.seq() > 0 && event.at().isAfter(killed));
    }

    private static void awaitOutputs(Crash crash, Job job, int number) {
        Awaits.until(
                number + " outputs of " + job.session(),
                () ->
                        crash.log.of(job.session()).stream()
                                        .filter(event -> event.is("tool_output"))
                                        .count()
                                >= number);
    }

    private static void awaitBothWork(Crash crash) {
        Awaits.until(
                "both engines with partitions of their own",
                () ->
                        !partitionsOf(crash, "orchestrator").isEmpty()
                                && partitionsOf(crash, "orchestrator").size() < 4);
    }

    /// The partitions whose sessions this instance's engine has.
    private static Set<String> partitionsOf(Crash crash, String instance) throws Exception {
        try (Broker broker = Broker.of(crash.server)) {
            return broker.group(Broker.ENGINE).members().stream()
                    .filter(member -> isOf(member.groupInstanceId().orElse(""), instance))
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .filter(partition -> partition.topic().equals("mlintern.operations"))
                    .map(partition -> "" + partition.partition())
                    .collect(Collectors.toSet());
        }
    }

    /// Stream threads are members `orchestrator-1`, …, those of the other replica `orchestrator-2-1`, ….
    private static boolean isOf(String member, String instance) {
        return member.matches(instance + "-\\d");
    }
}
