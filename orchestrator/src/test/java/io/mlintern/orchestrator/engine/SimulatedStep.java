package io.mlintern.orchestrator.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/// One thing that happens to a session. `pick` is read against what there is at that moment, so that any part of a schedule
/// is a schedule too.
///
/// @param pause how much time has passed before it
record SimulatedStep(Kind kind, int pick, Duration pause) {

    enum Kind {
        OPERATION(8),
        MODEL_OUTCOME(10),
        MODEL_STARTED(2),
        LATE_MODEL_OUTCOME(1),
        TOOL_OUTCOME(10),
        TOOL_STARTED(2),
        TOOL_ADVANCED(1),
        LATE_TOOL_OUTCOME(2),
        POLICY_CHANGED(2),
        GRANT_EXPIRED(1),
        DECISION(8),
        LATE_DECISION(2),
        REDELIVERY(3),
        DEADLINE(4),
        STALE_DEADLINE(1),
        CRASH_BETWEEN_STEPS(1),
        CRASH_IN_THE_NEXT_STEP(2),
        CLOCK_JUMP(1),
        OTHER_POLICY(1),
        FAILURE_OF_OURS(0);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    private static final List<Kind> DICE = dice();

    private static List<Kind> dice() {
        List<Kind> dice = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.weight; i++) {
                dice.add(kind);
            }
        }
        return List.copyOf(dice);
    }

    static List<SimulatedStep> schedule(Random random, int length) {
        List<SimulatedStep> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            boolean failure = random.nextInt(400) == 0;
            Kind kind = failure ? Kind.FAILURE_OF_OURS : DICE.get(random.nextInt(DICE.size()));
            steps.add(
                    new SimulatedStep(
                            kind,
                            random.nextInt(1_000_000),
                            Duration.ofMillis(random.nextInt(3_000))));
        }
        return steps;
    }

    /// The schedule without the steps that a failure does not need.
    static List<SimulatedStep> shrunk(
            List<SimulatedStep> failing, Predicate<List<SimulatedStep>> fails) {
        List<SimulatedStep> steps = new ArrayList<>(failing);
        for (int size = Math.max(1, steps.size() / 2); size > 0; size /= 2) {
            for (int at = steps.size() - size; at >= 0; at--) {
                List<SimulatedStep> fewer = new ArrayList<>(steps);
                fewer.subList(at, at + size).clear();
                if (fails.test(fewer)) {
                    steps = fewer;
                    at = Math.min(at, steps.size() - size + 1);
                }
            }
        }
        return steps;
    }
}
