package io.mlintern.system.crash;

import io.mlintern.system.ProductServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The server in one process, as people have it on a laptop, is killed under its sessions and started again at once.
///
/// `-Dmlintern.crash.restarts=30 -Dmlintern.crash.sessions=50` does so more often, under more of them.
class CombinedKillsIT {
    private static final int RESTARTS = Integer.getInteger("mlintern.crash.restarts", 1);
    private static final long SEED = Long.getLong("mlintern.crash.seed", System.nanoTime());
    private static final int SESSIONS = Integer.getInteger("mlintern.crash.sessions", 4);

    @Test
    void aServerThatIsKilledAndStartedAtOnceGoesOnEachTime() {
        System.out.printf("%d restarts, seed %d%n", RESTARTS, SEED);
        try (var crash = Crash.begin(ProductServer.Form.COMBINED);
                var work = Workload.begin(crash.server, crash.model, crash.log, SESSIONS, SEED)) {
            Random random = new Random(SEED);
            List<Kill> kills = new ArrayList<>();
            for (int number = 1; number <= RESTARTS && work.isAlive(); number++) {
                kills.add(kill(crash, work, number, random));
            }
            var evidence = new Evidence(crash.server, crash.log, SEED, kills);
            evidence.during(work::finish, work.jobs());

            evidence.promiseIsKept(work.jobs());
            System.out.println(Report.summary(kills, work.jobs(), crash.log));
        }
    }

    private static Kill kill(Crash crash, Workload work, int number, Random random) {
        List<Phase> phases = Killer.awaitTurn(work, random);
        long pid = Victim.LOCAL.process(crash.server).pid();
        crash.kill(Victim.LOCAL);
        Instant at = Instant.now();
        var fact = CompletableFuture.supplyAsync(() -> firstFact(crash, work, at));
        crash.startAgain();
        Duration ready = Duration.between(at, Instant.now());
        System.out.printf(
                "restart %d: ready after %d ms, first new fact after %d ms%n",
                number, ready.toMillis(), fact.join().toMillis());
        return new Kill(number, at, Victim.LOCAL, pid, phases, ready);
    }

    /// Looked for while the server starts: it works before it calls itself ready. Seldom, since that takes processor, too.
    private static Duration firstFact(Crash crash, Workload work, Instant killed) {
        return Awaitility.await("a new fact")
                .pollInterval(Duration.ofMillis(200))
                .atMost(Crash.SOON)
                .until(() -> firstAfter(killed, crash, work), Optional::isPresent)
                .map(fact -> Duration.between(killed, fact))
                .orElseThrow();
    }

    private static Optional<Instant> firstAfter(Instant killed, Crash crash, Workload work) {
        return work.jobs().stream()
                .flatMap(job -> crash.log.of(job.session()).stream())
                .filter(event -> event.seq() > 0 && event.at().isAfter(killed))
                .map(Event::at)
                .min(Comparator.naturalOrder());
    }
}
