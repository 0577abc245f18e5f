package io.mlintern.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.orchestrator.engine.SimulatedStep.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Drives the pure engine by seeded random schedules: operations at any moment, results in any order, late and more than
/// once, calls that are sent back or handed out again, crashes between and within steps, a clock that jumps, a policy that
/// changes, failures of ours.
///
/// A failing seed names itself and prints the steps that it needs. `-Dengine.simulation.seed=N` runs that one alone,
/// `-Dengine.simulation.runs=N` so many.
class EngineSimulationTest {
    private static final int RUNS = Integer.getInteger("engine.simulation.runs", 2_000);
    private static final int STEPS = 50;

    @Test
    void whateverComesInWhateverOrderTheRulesHold() {
        long only = Long.getLong("engine.simulation.seed", -1);
        for (long seed = Math.max(0, only); seed < (only < 0 ? RUNS : only + 1); seed++) {
            var random = new Random(seed);
            int maxIterations = random.nextInt(7) - 1;
            List<SimulatedStep> steps = SimulatedStep.schedule(random, STEPS);
            if (failure(maxIterations, steps).isPresent()) {
                report(seed, maxIterations, steps);
            }
        }
    }

    private static Optional<Throwable> failure(int maxIterations, List<SimulatedStep> steps) {
        try {
            var session = new SimulatedSession(maxIterations);
            steps.forEach(session::happen);
            session.end();
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e);
        }
    }

    private static void report(long seed, int maxIterations, List<SimulatedStep> steps) {
        List<SimulatedStep> needed =
                SimulatedStep.shrunk(steps, fewer -> failure(maxIterations, fewer).isPresent());
        throw new AssertionError(
                "seed %d, at most %d iterations; it needs:%n%s"
                        .formatted(
                                seed,
                                maxIterations,
                                needed.stream()
                                        .map(SimulatedStep::toString)
                                        .collect(Collectors.joining("\n"))),
                failure(maxIterations, needed).orElseThrow());
    }

    @Test
    void aFailingScheduleIsShrunkToTheStepsThatItNeeds() {
        List<SimulatedStep> steps =
                IntStream.range(0, 50)
                        .mapToObj(i -> new SimulatedStep(Kind.OPERATION, i, Duration.ZERO))
                        .toList();
        var needed =
                SimulatedStep.shrunk(
                        steps,
                        fewer -> fewer.contains(steps.get(3)) && fewer.contains(steps.get(41)));
        assertThat(needed).containsExactly(steps.get(3), steps.get(41));
    }
}
