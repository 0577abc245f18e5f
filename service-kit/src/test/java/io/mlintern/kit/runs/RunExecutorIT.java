package io.mlintern.kit.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.protocol.CallId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunExecutorIT {
    private static final CallId CALL = new CallId("abcdefghij0123456789-1-1-0");
    private static final CallId OTHER = new CallId("abcdefghij0123456789-1-1-1");

    private Replicas replicas;

    @BeforeEach
    void emptyTable() {
        replicas = new Replicas(TestPostgres.emptySchema("kit_runs"));
    }

    @AfterEach
    void close() {
        replicas.close();
    }

    @Test
    void onlyAsManyWorkAsThereAreSlots() throws Exception {
        var a = replicas.start("a", 1);
        a.submit(CALL, Recovery.RERUN, "hold");
        await().until(() -> a.work().did.contains("ran 1"));
        a.submit(OTHER, Recovery.RERUN, "do");

        assertThat(a.executor().freeSlots()).isZero();
        assertThat(a.executor().waiting()).isEqualTo(1);
        assertThat(a.work().told).isEmpty();

        a.work().letGo(CALL);
        await().until(() -> a.work().outcomes(OTHER).equals(List.of("ran 1")));
        await().until(() -> a.executor().freeSlots() == 1);
    }

    @Test
    void aRunThatLastsSaysSoAndKeepsItsLease() throws Exception {
        var a = replicas.start("a");
        var b = replicas.start("b");
        a.submit(CALL, Recovery.RERUN, "hold");

        await().until(() -> a.work().did.contains("lasts 1"));
        assertThat(b.runs().counters().takenOver()).isZero();

        a.work().letGo(CALL);
        await().until(() -> a.work().outcomes(CALL).equals(List.of("ran 1")));
    }

    @Test
    void anUnexpectedFailureIsAnOutcomeToo() throws Exception {
        var a = replicas.start("a");

        a.submit(CALL, Recovery.NONE, "fail");

        await().until(() -> a.work().outcomes(CALL).equals(List.of("failed: as asked")));
    }

    @Test
    void anOutcomeIsKeptUntilItCanBeTold() throws Exception {
        var a = replicas.start("a");
        a.work().kafkaIsAway.set(true);
        a.submit(CALL, Recovery.NONE, "do");
        await().until(() -> a.work().did.contains("ran 1"));

        a.work().kafkaIsAway.set(false);

        await().until(() -> a.work().outcomes(CALL).equals(List.of("ran 1")));
    }

    @Test
    void whilePostgresIsAwayAStartedRunGoesOnAndItsOutcomeIsWrittenAfterwards() throws Exception {
        var a = replicas.start("a");
        a.submit(CALL, Recovery.NONE, "hold");
        await().until(() -> a.work().did.contains("ran 1"));

        TestPostgres.execute(
                "ALTER ROLE kit_runs NOLOGIN",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'kit_runs'");
        await().until(() -> !a.runs().isReachable());
        assertThatThrownBy(() -> a.submit(OTHER, Recovery.NONE, "do"))
                .isInstanceOf(RunStoreException.class);
        a.work().letGo(CALL);
        assertThat(a.work().told).isEmpty();
        TestPostgres.execute("ALTER ROLE kit_runs LOGIN");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> a.work().outcomes(CALL).equals(List.of("ran 1")));
        assertThat(a.work().did).doesNotContain("ran 2");
    }

    @Test
    void aClosedOneFinishesWhatRunsAndTakesNothingNew() throws Exception {
        var a = replicas.start("a");
        a.submit(CALL, Recovery.NONE, "hold");
        await().until(() -> a.work().did.contains("ran 1"));
        var closing = Thread.ofVirtual().start(a.executor()::close);
        await().until(() -> a.executor().freeSlots() == 0);

        assertThatThrownBy(() -> a.submit(OTHER, Recovery.NONE, "do"))
                .isInstanceOf(IllegalStateException.class);
        a.work().letGo(CALL);
        closing.join();

        assertThat(a.work().outcomes(CALL)).containsExactly("ran 1");
    }

    @Test
    void whatDoesNotFinishInTimeIsReleasedAtOnceForAnotherWorker() throws Exception {
        var a = replicas.start("a", 1);
        a.submit(CALL, Recovery.RERUN, "hold");
        a.submit(OTHER, Recovery.NONE, "do");
        await().until(() -> a.work().did.contains("ran 1"));

        a.executor().close();
        var b = replicas.start("b");

        await().until(() -> b.work().outcomes(OTHER).equals(List.of("ran 2")));
        await().until(() -> b.work().did.size() == 2);
        b.work().letGo(CALL);
        await().until(() -> b.work().outcomes(CALL).equals(List.of("ran 2")));
        assertThat(a.work().told).isEmpty();
    }

    @Test
    void aKilledWorkersRunIsTakenOverWhenItsLeaseHasLapsed() throws Exception {
        var a = replicas.start("a");
        a.submit(CALL, Recovery.RERUN, "hold");
        await().until(() -> a.work().did.contains("ran 1"));
        var b = replicas.start("b");

        a.kill();

        await().until(() -> b.work().did.contains("ran 2"));
        b.work().letGo(CALL);
        await().until(() -> b.work().outcomes(CALL).equals(List.of("ran 2")));
    }

    /// More calls than one statement takes: the claim of the last fails where those of the others are written.
    @Test
    void whereOneClaimFailsTheOthersAreCarriedOutAllTheSame() throws Exception {
        var a = replicas.startBusy("a", 64);
        var requests = calls(600);
        TestPostgres.execute(
                "CREATE FUNCTION kit_runs.away() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE connection_failure; END $$",
                "CREATE TRIGGER away BEFORE INSERT ON kit_runs.run FOR EACH ROW WHEN (NEW.call_id = '%s')"
                                .formatted(requests.getLast().call())
                        + " EXECUTE FUNCTION kit_runs.away()");
        assertThatThrownBy(() -> a.executor().submit(requests))
                .isInstanceOf(RunStoreException.class);
        TestPostgres.execute("DROP TRIGGER away ON kit_runs.run");

        submit(a, requests);

        await().until(() -> a.work().told.size() == 600);
        assertThat(a.work().did).filteredOn(what -> what.startsWith("ran")).hasSize(600);
    }

    @Test
    void whatAFailureInOurselvesHasLeftIsTakenOverWhenItsLeaseHasLapsed() throws Exception {
        var a = replicas.start("a");

        a.submit(CALL, Recovery.RERUN, "break");

        await().until(() -> a.work().outcomes(CALL).equals(List.of("failed: attempt 2")));
    }

    @Test
    void aThousandCallsOfTwoReplicasAreEachCarriedOutOnce() throws Exception {
        var a = replicas.startBusy("a", 64);
        var b = replicas.startBusy("b", 64);
        var requests = calls(1000);

        var other = Thread.ofVirtual().start(() -> submit(b, requests));
        submit(a, requests.reversed());
        other.join();

        await().until(() -> a.work().told.size() + b.work().told.size() == 1000);
        await().until(
                        () ->
                                TestPostgres.count(
                                                "SELECT count(*) FROM kit_runs.run WHERE"
                                                        + " published_at IS NOT NULL")
                                        == 1000);
        assertThat(a.work().did.size() + b.work().did.size()).isEqualTo(1000);
    }

    private static List<RunRequest> calls(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new CallId("abcdefghij0123456789-2-1-" + i))
                .map(call -> new RunRequest(call, Recovery.NONE, Payload.of("do")))
                .toList();
    }

    private static void submit(Replicas.Replica replica, List<RunRequest> requests) {
        try {
            replica.executor().submit(requests);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
