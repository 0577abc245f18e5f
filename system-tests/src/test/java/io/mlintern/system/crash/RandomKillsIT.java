package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Any process of the server is killed at any moment of any turn, and is started again as a user would.
///
/// Every build kills each process once, since starting again is what takes the time.
/// `-Dmlintern.crash.kills=500 -Dmlintern.crash.seed=42` makes a longer run of it, or repeats one; `-Dmlintern.crash.victims=LOCAL`
/// has one process killed again and again.
@ExtendWith(SharedCrash.class)
class RandomKillsIT {
    private static final int KILLS = Integer.getInteger("mlintern.crash.kills", 4);
    private static final long SEED = Long.getLong("mlintern.crash.seed", System.nanoTime());
    private static final List<Victim> VICTIMS =
            Optional.ofNullable(System.getProperty("mlintern.crash.victims"))
                    .map(names -> Stream.of(names.split(",")).map(Victim::valueOf).toList())
                    .orElse(List.of(Victim.values()));
    private static final int SESSIONS = Integer.getInteger("mlintern.crash.sessions", 4);

    @Test
    void whateverProcessDiesNothingIsLostAndNothingHappensTwice(Crash crash) {
        System.out.printf("%d kills, seed %d%n", KILLS, SEED);
        try (var work = Workload.begin(crash.server, crash.model, crash.log, SESSIONS, SEED)) {
            var killer = new Killer(crash.server, work, VICTIMS, SEED);
            int bought = crash.answersDuring(() -> keepsItsPromise(crash, work, killer));
            System.out.println(Report.summary(killer.kills(), work.jobs(), crash.log));
            System.out.printf("%d answers of the model were sent to their end%n", bought);
            assertThat(killer.kills()).hasSize(KILLS);
            assertThat(VICTIMS)
                    .allSatisfy(
                            victim ->
                                    assertThat(killer.kills())
                                            .filteredOn(kill -> kill.victim() == victim)
                                            .hasSizeBetween(
                                                    KILLS / VICTIMS.size(),
                                                    KILLS / VICTIMS.size() + 1));
        }
    }

    private static void keepsItsPromise(Crash crash, Workload work, Killer killer) {
        killer.kill(KILLS);
        var evidence = new Evidence(crash.server, crash.log, SEED, killer.kills());
        evidence.during(work::finish, work.jobs());
        evidence.promiseIsKept(work.jobs());
        assertThat(crash.model.complaints()).isEmpty();
    }
}
