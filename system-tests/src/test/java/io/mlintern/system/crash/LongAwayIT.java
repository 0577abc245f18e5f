package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.system.Broker;
import io.mlintern.system.ProductServer;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// All services are away for longer than the topics keep their records. The retention is not waited for: what it would delete is
/// deleted.
@ExtendWith(SharedCrash.class)
class LongAwayIT {
    private static final Set<String> KEPT_FOR_DAYS =
            Set.of(
                    "mlintern.operations",
                    "mlintern.events",
                    "mlintern.model.results",
                    "mlintern.tool.calls",
                    "mlintern.tool.results",
                    "mlintern.tool.cancellations",
                    "mlintern.llm.usage");

    @Test
    void nothingOldRunsAgainAndTheSessionGoesOnWithAllThatWasSaid(Crash crash) throws Exception {
        Job job = crash.open();
        job.ask("key-1", "turn 1 before");
        crash.endsAsPromised(job);
        int asked = crash.model.answered();
        crash.kill(
                Victim.ORCHESTRATOR,
                Victim.LLM_GATEWAY,
                Victim.TOOL_SERVICE,
                Victim.APPROVAL_SERVICE);
        deleteRecords(crash.server);
        crash.startAgain();

        job.ask("key-2", "turn 2 after");
        crash.log.awaitTurns(job.session(), 2, Crash.TURN);

        assertThat(Promise.broken(job, crash.log.of(job.session()))).isEmpty();
        assertThat(crash.model.answered() - asked)
                .as("answers for the second turn alone")
                .isEqualTo(3);
        assertThat(crash.model.complaints()).isEmpty();
        assertThat(crash.model.promptsUpTo("turn 2 after")).isEqualTo(2);
    }

    private static void deleteRecords(ProductServer server)
            throws ExecutionException, InterruptedException {
        try (Broker broker = Broker.of(server)) {
            broker.deleteBefore(broker.ends(broker.partitions(KEPT_FOR_DAYS)));
        }
    }
}
