package io.mlintern.system.crash;

import io.mlintern.system.ProductServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// Kills the server's processes one after the other while turns run, and starts what has died as a user would. Each of the
/// victims comes up once in a round; order and moments follow from the seed.
final class Killer {
    private static final Duration TURN_RUNS = Duration.ofMinutes(1);
    private static final int EARLIEST_MILLIS = 100;
    private static final int LATEST_MILLIS = 2000;

    private final ProductServer server;
    private final Workload work;
    private final List<Victim> victims;
    private final Random random;
    private final List<Kill> kills = Collections.synchronizedList(new ArrayList<>());
    private final List<Victim> round = new ArrayList<>();

    Killer(ProductServer server, Workload work, List<Victim> victims, long seed) {
        this.server = server;
        this.work = work;
        this.victims = victims;
        this.random = new Random(seed);
    }

    void kill(int times) {
        for (int number = 1; number <= times && work.isAlive(); number++) {
            killOne(number, awaitTurn(work, random));
        }
    }

    private void killOne(int number, List<Phase> phases) {
        Victim victim = next();
        long pid = victim.process(server).pid();
        Instant at = Instant.now();
        victim.kill(server);
        server.startAgain();
        Kill kill = new Kill(number, at, victim, pid, phases, Duration.between(at, Instant.now()));
        kills.add(kill);
        System.out.println(kill);
    }

    private Victim next() {
        if (round.isEmpty()) {
            round.addAll(victims);
            Collections.shuffle(round, random);
        }
        return round.removeFirst();
    }

    /// Waits for a moment, and then until a turn runs: a kill counts only then.
    static List<Phase> awaitTurn(Workload work, Random random) {
        pause(random.nextInt(EARLIEST_MILLIS, LATEST_MILLIS));
        return Awaitility.await("a turn that runs")
                .pollInterval(Duration.ofMillis(10))
                .atMost(TURN_RUNS)
                .until(
                        work::phases,
                        phases -> phases.stream().anyMatch(phase -> phase != Phase.IDLE));
    }

    List<Kill> kills() {
        return List.copyOf(kills);
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
