package io.mlintern.orchestrator.engine;

import java.time.Duration;

/// How long the engine waits before it acts by itself.
///
/// @param firstHandOut until a call of which nobody has said that it has it is handed out again
/// @param laterHandOuts the same, after each further hand-out
/// @param sentBack until a call that the executor sent back is judged again; copies of a policy meet within it
/// @param people until a call is given up of which approval-service should have said that nobody decided
public record Patience(
        Duration firstHandOut, Duration laterHandOuts, Duration sentBack, Duration people) {
    public static final Patience DEFAULT =
            new Patience(
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5));
}
