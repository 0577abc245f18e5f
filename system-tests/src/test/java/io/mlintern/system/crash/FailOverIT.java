package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.local.server.Service;
import io.mlintern.system.Broker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two orchestrators, each with copies of the other one's sessions. One is killed, for good or to come again at once. How long
/// sessions stood still is printed, for those that moved and for those that did not, and how late committed records came to a
/// reader of the topics.
///
/// A measurement, which runs where it is asked for: `-Dmlintern.crash.failover=true`.
@EnabledIfSystemProperty(named = "mlintern.crash.failover", matches = "true")
@ExtendWith(SharedCrash.class)
class FailOverIT {
    private static final int SESSIONS = 8;
    private static final int TIMES = 3;
    private static final String STEPS = WorkPlan.STEPS + 40;

    @RepeatedTest(TIMES)
    void sessionsOfAnEngineThatIsGoneForGoodGoOnWithTheOtherOne(Crash crash) throws Exception {
        try (var _ = SecondReplica.of(crash.server, Service.ORCHESTRATOR).awaitReady()) {
            Scene scene = Scene.begin(crash);
            crash.kill(Victim.ORCHESTRATOR);
            scene.goesOn("gone for good");

            crash.startAgain();
            crash.endsAsPromised(scene.jobs());
        }
    }

    @RepeatedTest(TIMES)
    void sessionsOfAnEngineThatComesAgainGoOnWithIt(Crash crash) throws Exception {
        try (var _ = SecondReplica.of(crash.server, Service.ORCHESTRATOR).awaitReady()) {
            Scene scene = Scene.begin(crash);
            crash.kill(Victim.ORCHESTRATOR);
            crash.startAgain();
            scene.goesOn("started again");

            crash.endsAsPromised(scene.jobs());
        }
    }

    /// Sessions in the middle of their turns on both engines.
    ///
    /// @param moving partitions of the engine that is killed
    private record Scene(
            Crash crash, List<Job> jobs, Set<String> moving, LateRecords late, Instant killed) {

        static Scene begin(Crash crash) throws Exception {
            awaitBothWork(crash);
            List<Job> jobs = IntStream.range(0, SESSIONS).mapToObj(_ -> crash.open()).toList();
            jobs.forEach(job -> job.ask("key", STEPS));
            jobs.forEach(job -> awaitOutputs(crash, job, 3));
            var late = LateRecords.follow(crash.server);
            return new Scene(crash, jobs, partitionsOf(crash, "orchestrator"), late, Instant.now());
        }

        void goesOn(String how) {
            try (late) {
                jobs.forEach(job -> awaitFactAfter(crash, job, killed));
                jobs.forEach(job -> crash.log.awaitTurns(job.session(), 1, Crash.TURN));
            }
            List<Job> stayed = jobs.stream().filter(job -> !moved(job)).toList();
            List<Job> moved = jobs.stream().filter(this::moved).toList();
            assertThat(moved).isNotEmpty();
            assertThat(stayed).isNotEmpty();
            System.out.printf(
                    "%s: ms from the kill to a session's first fact: moved %s, others %s%n",
                    how, still(moved), still(stayed));
            System.out.printf(
                    "%s: the latest committed record of each session that did not move: %s%n",
                    how, stayed.stream().map(job -> late.of(job.session()).orElseThrow()).toList());
        }

        private boolean moved(Job job) {
            Event first = crash.log.of(job.session()).getFirst();
            return moving.contains(first.place().split("/", 2)[0]);
        }

        private List<Long> still(List<Job> of) {
            return of.stream().map(job -> stillAfter(crash.log.of(job.session()), killed)).toList();
        }
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
