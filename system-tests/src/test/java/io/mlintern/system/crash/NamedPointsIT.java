package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A process is killed at a moment that is known by what stands in a row, on a topic or in a file.
@ExtendWith(SharedCrash.class)
class NamedPointsIT {
    private static final String TOOL_RUNS = "tool_service.run";
    private static final String SHORT = WorkPlan.COMMAND + WorkPlan.working("sleep 0.2");
    private static final String LONG = WorkPlan.COMMAND + WorkPlan.working("sleep 3");

    @Test
    void aWorkerThatDiesAfterItsClaimLeavesACallThatStartsOnce(Crash crash) {
        Job job = crash.open();
        try (var held = HeldRows.beforeSetting(crash.rows(), TOOL_RUNS, "started_at")) {
            job.ask("key", SHORT);
            held.awaitReached();
            assertThat(Effects.of(job.folder()).calls()).isEmpty();

            crash.kill(Victim.TOOL_SERVICE);
            held.forget();
        }
        crash.startAgain();

        crash.endsAsPromised(job);
    }

    @Test
    void aWorkerThatDiesAfterItHasSaidThatItStartsLeavesACallThatStartsOnce(Crash crash) {
        Job job = crash.open();
        try (var held = HeldRows.beforeSetting(crash.rows(), TOOL_RUNS, "started_at")) {
            job.ask("key", SHORT);
            held.awaitReached();
            // What it wrote goes through, and it does not live to see it.
            crash.stop(Victim.TOOL_SERVICE);
        }
        assertThat(started(crash, job)).isEqualTo("t");
        crash.kill(Victim.TOOL_SERVICE);
        assertThat(Effects.of(job.folder()).calls()).isEmpty();
        crash.startAgain();

        crash.endsAsPromised(job);
    }

    private String started(Crash crash, Job job) {
        return crash.rows()
                .ask(
                        "SELECT started_at IS NOT NULL FROM %s WHERE call_id LIKE '%s%%'"
                                .formatted(TOOL_RUNS, job.session()));
    }

    @Test
    void anOutcomeInItsRowThatReachedNoTopicIsToldOnceByWhoeverFindsIt(Crash crash) {
        Job job = crash.open();
        job.ask("key", LONG);
        crash.awaitRunning(job);
        crash.stop(Victim.LOCAL);
        awaitFinished(crash, TOOL_RUNS, job);
        crash.kill(Victim.TOOL_SERVICE);
        crash.goOn(Victim.LOCAL);
        crash.startAgain();

        crash.endsAsPromised(job);
    }

    @Test
    void anOutcomeThatWasToldAndNotMarkedIsInTheLogOnce(Crash crash) {
        Job job = crash.open();
        try (var held = HeldRows.beforeSetting(crash.rows(), TOOL_RUNS, "published_at")) {
            job.ask("key", SHORT);
            held.awaitReached();
            crash.kill(Victim.TOOL_SERVICE);
            held.forget();
        }
        crash.startAgain();

        crash.endsAsPromised(job);
    }

    @Test
    void anAnswerInItsRowIsNotBoughtAgain(Crash crash) {
        Job job = crash.open();
        int bought =
                crash.answersDuring(
                        () -> {
                            job.ask("key", SHORT);
                            crash.log.await(
                                    job.session(),
                                    Crash.SOON,
                                    event -> event.is("assistant_chunk"));
                            crash.stop(Victim.LOCAL);
                            awaitFinished(crash, "orchestrator.run", job);
                            crash.kill(Victim.ORCHESTRATOR);
                            crash.goOn(Victim.LOCAL);
                            crash.startAgain();
                            crash.endsAsPromised(job);
                        });

        assertThat(bought).isEqualTo(2);
    }

    @Test
    void aStreamWhoseReaderDiesIsAskedForAgain(Crash crash) {
        streamBreaks(crash, Victim.ORCHESTRATOR);
    }

    @Test
    void aStreamWhoseGatewayDiesIsAskedForAgain(Crash crash) {
        streamBreaks(crash, Victim.LLM_GATEWAY);
    }

    private void streamBreaks(Crash crash, Victim victim) {
        Job job = crash.open();
        job.ask("key", "turn 1");
        crash.log.await(job.session(), Crash.SOON, event -> event.is("assistant_chunk"));
        crash.kill(victim);
        crash.startAgain();

        crash.endsAsPromised(job);
        Event answer =
                crash.log.await(job.session(), Crash.SOON, event -> event.is("assistant_message"));
        assertThat(answer.data().path("attempt").asInt()).isGreaterThan(1);
    }

    private void awaitFinished(Crash crash, String table, Job job) {
        Awaits.until(
                "an outcome in " + table,
                () ->
                        crash.rows()
                                .ask(
                                        "SELECT count(*) FROM %s WHERE call_id LIKE '%s%%' AND finished_at IS NOT NULL AND published_at IS NULL"
                                                .formatted(table, job.session()))
                                .equals("1"));
    }
}
