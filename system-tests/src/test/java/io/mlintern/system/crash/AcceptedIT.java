package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The orchestrator is killed while it accepts an operation: what it has accepted is carried out, what is sent again under its key
/// is carried out once.
@ExtendWith(SharedCrash.class)
class AcceptedIT {
    private static final String KEYS = "orchestrator.accepted_operation";
    private static final String PROMPT = WorkPlan.COMMAND + WorkPlan.working("sleep 0.2");

    @Test
    void whatWasAnsweredWith202IsCarriedOut(Crash crash) {
        Job job = crash.open();
        job.ask("key", PROMPT);
        crash.kill(Victim.ORCHESTRATOR);
        crash.startAgain();

        crash.endsAsPromised(job);
    }

    @Test
    void aKeyWhoseRecordWasWrittenAndNotMarkedMakesOneTurn(Crash crash) {
        Job job = crash.open();
        try (var held = HeldRows.beforeSetting(crash.rows(), KEYS, "sent_at")) {
            var answer = CompletableFuture.supplyAsync(() -> job.once("key", PROMPT));
            held.awaitReached();
            crash.kill(Victim.ORCHESTRATOR);
            held.forget();
            assertThat(answer.join()).isEmpty();
        }
        crash.startAgain();
        var taken = job.ask("key", PROMPT);

        assertThat(job.again(taken)).isEqualTo(taken.operation());
        crash.endsAsPromised(job);
    }

    @Test
    void aKeyWhoseRecordWasNeverWrittenMakesOneTurn(Crash crash) {
        Job job = crash.open();
        CompletableFuture<String> answer;
        try (var held = HeldRows.beforeInserting(crash.rows(), KEYS)) {
            answer = CompletableFuture.supplyAsync(() -> job.once("key", PROMPT));
            held.awaitReached();
            // The key's row goes through, the record meets no broker.
            crash.stop(Victim.LOCAL);
        }
        Awaits.until(
                "the key's row",
                () ->
                        crash.rows()
                                .ask(
                                        "SELECT count(*) FROM %s WHERE session_id = '%s'"
                                                .formatted(KEYS, job.session()))
                                .equals("1"));
        crash.kill(Victim.ORCHESTRATOR);
        crash.goOn(Victim.LOCAL);
        assertThat(answer.join()).isEmpty();
        crash.startAgain();
        job.ask("key", PROMPT);

        crash.endsAsPromised(job);
    }
}
