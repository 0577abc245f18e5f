package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/// Many more calls wait than a worker has slots, and the worker is killed again and again while they are carried out.
///
/// Runs where it is asked for: `-Dmlintern.crash.calls=10000`, in as many whole sessions as that takes. `-Dmlintern.crash.alive=60`
/// lets the worker live up to so many seconds.
@EnabledIfSystemProperty(named = "mlintern.crash.calls", matches = "\\d+")
@ExtendWith(SharedCrash.class)
class QueuedCallsIT {
    private static final long SEED = Long.getLong("mlintern.crash.seed", System.nanoTime());

    /// As many as one answer of a model may ask for.
    private static final int TOGETHER = 64;

    private static final int SESSIONS =
            Math.ceilDiv(Integer.getInteger("mlintern.crash.calls", 128), TOGETHER);
    private static final int CALLS = SESSIONS * TOGETHER;

    private static final int EARLIEST_MILLIS = 500;
    private static final int LATEST_MILLIS = 1000 * Integer.getInteger("mlintern.crash.alive", 6);

    @Test
    void callsThatWaitAreCarriedOutOnceEachThoughTheirWorkerDiesAgainAndAgain(Crash crash)
            throws InterruptedException {
        System.out.printf("%d calls, seed %d%n", CALLS, SEED);
        List<Job> jobs = IntStream.range(0, SESSIONS).mapToObj(_ -> crash.open()).toList();
        jobs.forEach(job -> job.ask("key", WorkPlan.MANY + TOGETHER));
        Random random = new Random(SEED);
        List<Long> settledAtKills = new ArrayList<>();
        Awaits.until("a call that is settled", () -> settled(crash, jobs) > 0);
        while (settled(crash, jobs) < CALLS) {
            settledAtKills.add(settled(crash, jobs));
            crash.kill(Victim.TOOL_SERVICE);
            crash.startAgain();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(EARLIEST_MILLIS, LATEST_MILLIS));
        }
        System.out.println("killed when so many calls were settled: " + settledAtKills);

        crash.endsAsPromised(jobs);
        assertThat(settled(crash, jobs)).isEqualTo(CALLS);
        assertThat(settledAtKills).isNotEmpty();
    }

    private static long settled(Crash crash, List<Job> jobs) {
        return jobs.stream()
                .flatMap(job -> crash.log.of(job.session()).stream())
                .filter(event -> event.is("tool_output"))
                .count();
    }
}
