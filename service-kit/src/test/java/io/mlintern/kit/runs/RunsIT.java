package io.mlintern.kit.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.runs.Replicas.Replica;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.protocol.CallId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunsIT {
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
    void aCallIsCarriedOutAndToldOnce() throws Exception {
        var a = replicas.start("a");

        var claims = a.submit(CALL, Recovery.NONE, "do");

        assertThat(claims).singleElement().isInstanceOf(Claim.Claimed.class);
        await().until(() -> a.runs().held() == 0);
        assertThat(a.work().outcomes(CALL)).containsExactly("ran 1");
        assertThat(a.work().did).containsExactly("ran 1");
        assertThat(a.runs().counters().claimed()).isEqualTo(1);
        await().until(() -> count("published_at IS NOT NULL") == 1);
    }

    @Test
    void aSecondClaimFindsItHeldAlsoByAnotherReplicaAndAfterItsEnd() throws Exception {
        var a = replicas.start("a");
        var b = replicas.start("b");
        a.submit(CALL, Recovery.RERUN, "do");

        assertThat(b.submit(CALL, Recovery.RERUN, "do"))
                .containsExactly(new Claim.AlreadyHeld(CALL));
        await().until(() -> !a.work().told.isEmpty());
        assertThat(a.submit(CALL, Recovery.RERUN, "do"))
                .containsExactly(new Claim.AlreadyHeld(CALL));
        assertThat(b.work().did).isEmpty();
    }

    @Test
    void theSameCallTwiceInOneClaimIsClaimedOnce() throws Exception {
        var a = replicas.start("a");
        var request = new RunRequest(CALL, Recovery.RERUN, Payload.of("do"));

        var claims = a.executor().submit(List.of(request, request));

        assertThat(claims.get(0)).isInstanceOf(Claim.Claimed.class);
        assertThat(claims.get(1)).isEqualTo(new Claim.AlreadyHeld(CALL));
    }

    @Test
    void aLateOutcomeOfAnOldAttemptChangesNothing() throws Exception {
        var frozen = replicas.silent("frozen");
        var old = claim(frozen, CALL, Recovery.RERUN, "do");
        lapse();
        var b = replicas.start("b");
        await().until(() -> b.work().outcomes(CALL).equals(List.of("ran 2")));

        assertThat(frozen.finish(old, Payload.of("late"))).isFalse();
        assertThat(frozen.markStarted(old)).isFalse();
        frozen.renew(old);

        assertThat(old.stopReason()).contains(StopReason.LOST);
        assertThat(count("convert_from(outcome, 'UTF8') = 'ran 2'")).isEqualTo(1);
        assertThat(frozen.counters().lapsed()).isEqualTo(1);
        assertThat(b.runs().counters().takenOver()).isEqualTo(1);
    }

    @Test
    void aHolderIsToldThatItsRunWasTakenOver() throws Exception {
        var frozen = replicas.silent("frozen");
        var old = claim(frozen, CALL, Recovery.RERUN, "hold");
        lapse();

        replicas.start("b");

        await().until(() -> old.stopReason().equals(Optional.of(StopReason.LOST)));
    }

    @Test
    void aRunThatHadNotStartedIsStartedByWhoTakesItOver() throws Exception {
        claim(replicas.silent("dead"), CALL, Recovery.NONE, "do");
        lapse();

        var b = replicas.start("b");

        await().until(() -> b.work().outcomes(CALL).equals(List.of("ran 2")));
    }

    @Test
    void aStartedRunIsRepeatedWhereThatDoesNoHarm() throws Exception {
        startedByADeadWorker(Recovery.RERUN);

        var b = replicas.start("b");

        await().until(() -> b.work().outcomes(CALL).equals(List.of("ran 2")));
    }

    @Test
    void aStartedRunIsAttachedToWhereItsEffectLivesOn() throws Exception {
        startedByADeadWorker(Recovery.REATTACH);

        var b = replicas.start("b");

        await().until(() -> b.work().outcomes(CALL).equals(List.of("attached 2")));
    }

    @Test
    void aStartedRunThatNobodyCanFindHasAnUnknownOutcome() throws Exception {
        startedByADeadWorker(Recovery.NONE);

        var b = replicas.start("b");

        await().until(() -> b.work().outcomes(CALL).equals(List.of("unknown")));
        assertThat(b.work().did).isEmpty();
    }

    @Test
    void aWorkerTakesOverItsOwnRunsOfAnEarlierStartBeforeTheyLapse() throws Exception {
        claim(replicas.silent("a"), CALL, Recovery.RERUN, "do");

        var again = replicas.start("a");

        await().until(() -> again.work().outcomes(CALL).equals(List.of("ran 2")));
    }

    @Test
    void runsOfAnotherWorkerAreLeftAloneWhileTheirLeaseHolds() throws Exception {
        claim(replicas.silent("a"), CALL, Recovery.RERUN, "do");
        var b = replicas.start("b");

        b.submit(OTHER, Recovery.RERUN, "do");

        await().until(() -> !b.work().outcomes(OTHER).isEmpty());
        assertThat(b.runs().takeOverLapsed(false, 10)).isEmpty();
        assertThat(count("worker = 'a'")).isEqualTo(1);
    }

    @Test
    void aFinishedRunThatWasNotToldIsToldOnceByWhoFindsIt() throws Exception {
        var dead = replicas.silent("dead");
        var run = claim(dead, CALL, Recovery.NONE, "do");
        dead.markStarted(run);
        dead.finish(run, Payload.of("bought"));
        lapse();

        var b = replicas.start("b");
        var c = replicas.start("c");

        await().until(() -> count("published_at IS NOT NULL") == 1);
        assertThat(told(b, c)).containsExactly("bought");
        assertThat(b.work().did).isEmpty();
        assertThat(c.work().did).isEmpty();
    }

    @Test
    void aCallCancelledBeforeItsClaimNeverStartsAndIsToldAsCancelled() throws Exception {
        var a = replicas.start("a");
        a.runs().cancel(CALL);
        a.runs().cancel(CALL);

        var claims = a.submit(CALL, Recovery.RERUN, "do");

        assertThat(claims).singleElement().isInstanceOf(Claim.Cancelled.class);
        await().until(() -> a.work().outcomes(CALL).equals(List.of("cancelled")));
        assertThat(a.work().did).isEmpty();
        assertThat(a.submit(CALL, Recovery.RERUN, "do"))
                .containsExactly(new Claim.AlreadyHeld(CALL));
    }

    @Test
    void aRunningOneIsStoppedByACancelOfAnotherReplica() throws Exception {
        var a = replicas.start("a");
        var b = replicas.start("b");
        a.submit(CALL, Recovery.NONE, "hold");
        await().until(() -> a.work().did.contains("ran 1"));

        b.runs().cancel(CALL);

        await().until(() -> a.work().outcomes(CALL).equals(List.of("cancelled")));
    }

    @Test
    void aCancelledEffectThatLivesOnIsAttachedToAndEnded() throws Exception {
        startedByADeadWorker(Recovery.REATTACH);
        try (var runs = replicas.silent("bystander")) {
            runs.cancel(CALL);
        }

        var b = replicas.start("b");

        await().until(() -> b.work().outcomes(CALL).equals(List.of("ended")));
    }

    @Test
    void aCancelAfterTheEndChangesNothing() throws Exception {
        var a = replicas.start("a");
        a.submit(CALL, Recovery.RERUN, "do");
        await().until(() -> count("published_at IS NOT NULL") == 1);

        a.runs().cancel(CALL);

        assertThat(count("cancelled_at IS NOT NULL")).isZero();
    }

    @Test
    void whatWasCancelledMustNotStart() throws Exception {
        var runs = replicas.silent("a");
        var run = claim(runs, CALL, Recovery.NONE, "do");
        runs.cancel(CALL);

        assertThatThrownBy(run::started)
                .isInstanceOfSatisfying(
                        RunStoppedException.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(StopReason.CANCELLED));
        assertThat(count("started_at IS NOT NULL")).isZero();
    }

    @Test
    void rowsAreForgottenWhenNoRecordCanHandThemOutAnyMore() throws Exception {
        var a = replicas.start("a");
        a.submit(CALL, Recovery.RERUN, "do");
        a.submit(OTHER, Recovery.RERUN, "hold");
        await().until(() -> count("published_at IS NOT NULL") == 1);
        TestPostgres.execute("UPDATE kit_runs.run SET created_at = now() - interval '9 days'");

        a.runs().forgetOld();

        assertThat(count("call_id = '" + CALL + "'")).isZero();
        assertThat(count("call_id = '" + OTHER + "'")).isEqualTo(1);
        a.work().letGo(OTHER);
    }

    @Test
    void whatIsGivenBackBeforeItBeganMayBeHandedOutAnew() throws Exception {
        var silent = replicas.silent("a");
        var run = claim(silent, CALL, Recovery.NONE, "do");
        assertThat(run.withdraw().reason()).isEqualTo(StopReason.WITHDRAWN);
        assertThat(silent.held()).isZero();

        var again = claim(silent, CALL, Recovery.NONE, "do");
        assertThat(again.attempt()).isEqualTo(1);
        again.started();
        assertThatThrownBy(again::withdraw).isInstanceOf(RunStoppedException.class);
        assertThat(count("started_at IS NOT NULL")).isEqualTo(1);
    }

    @Test
    void anOutcomeThatWasToldLongAgoIsToldAgainWhenItsCallIsHandedOutOnceMore() throws Exception {
        var a = replicas.start("a");
        a.submit(CALL, Recovery.NONE, "do");
        await().until(() -> count("published_at IS NOT NULL") == 1);
        TestPostgres.execute(
                "UPDATE kit_runs.run SET published_at = published_at - interval '1 minute'");
        a.submit(CALL, Recovery.NONE, "do");
        await().until(() -> a.work().outcomes(CALL).equals(List.of("ran 1", "ran 1")));
        assertThat(a.work().did).containsExactly("ran 1");
        await().until(() -> count("published_at IS NOT NULL") == 1);
    }

    private void startedByADeadWorker(Recovery recovery) throws Exception {
        var dead = replicas.silent("dead");
        assertThat(dead.markStarted(claim(dead, CALL, recovery, "do"))).isTrue();
        lapse();
    }

    private static RunHandle claim(Runs runs, CallId call, Recovery recovery, String request)
            throws Exception {
        var claim =
                runs.claim(List.of(new RunRequest(call, recovery, Payload.of(request))), _ -> {});
        return ((Claim.Claimed) claim.getFirst()).run();
    }

    private static void lapse() {
        TestPostgres.execute("UPDATE kit_runs.run SET lease_until = now() - interval '1 s'");
    }

    private static List<String> told(Replica... replicas) {
        return Arrays.stream(replicas)
                .flatMap(replica -> replica.work().outcomes(CALL).stream())
                .toList();
    }

    private static int count(String where) {
        return TestPostgres.count("SELECT count(*) FROM kit_runs.run WHERE " + where);
    }
}
