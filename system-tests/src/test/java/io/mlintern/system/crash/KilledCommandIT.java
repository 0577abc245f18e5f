package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A long command goes on while what waits for it is killed, and is told with its real output.
@ExtendWith(SharedCrash.class)
class KilledCommandIT {
    private static final String COMMAND =
            WorkPlan.COMMAND + WorkPlan.working("sleep 20; echo done > f");

    @Test
    void aCommandOfTwentySecondsOutlivesItsWorkerAndThenEveryProcess(Crash crash) {
        Job one = crash.open();
        one.ask("key", COMMAND);
        crash.awaitRunning(one);
        crash.kill(Victim.TOOL_SERVICE);
        crash.startAgain();

        Job other = crash.open();
        other.ask("key", COMMAND);
        crash.awaitRunning(other);
        crash.kill(Victim.values());
        crash.startAgain();

        crash.endsAsPromised(one, other);
        assertThat(one.folder().resolve("f")).hasContent("done");
        assertThat(other.folder().resolve("f")).hasContent("done");
    }
}
