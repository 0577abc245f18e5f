package io.mlintern.orchestrator.model;

import io.mlintern.orchestrator.model.gateway.GatewayFailure;
import io.mlintern.orchestrator.model.gateway.GatewayFailure.Retryable;
import io.mlintern.orchestrator.model.gateway.GatewayFailure.Terminal;
import io.mlintern.protocol.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before a model is asked again (agent core, §8.2).
///
/// @param scale 1 in production; a small fraction in tests
record RetryPolicy(double scale) {
    /// Attempts at one call in all.
    static final int ATTEMPTS = 3;

    // A provider's token bucket refills over tens of seconds.
    private static final List<Duration> RATE_LIMITED =
            List.of(Duration.ofSeconds(30), Duration.ofSeconds(60));
    // It starts in seconds, and on a cluster another replica answers at once.
    private static final List<Duration> GATEWAY_AWAY =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final Duration GATEWAY_AWAY_LONGER = Duration.ofSeconds(10);
    private static final int GATEWAY_ASKED = 15;
    private static final List<Duration> TRANSIENT =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(15));
    // Who is told to come back later than this is better off deciding anew.
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final double JITTER = 0.2;

    RetryPolicy {
        if (!(scale >= 0 && scale <= 100)) {
            throw new IllegalArgumentException("the retry scale is between 0 and 100");
        }
    }

    /// @param tried attempts that have failed by now, from 1
    /// @return nothing when it must not be tried again
    Optional<Duration> delay(GatewayFailure failure, int tried, RandomGenerator random) {
        return switch (failure) {
            case Terminal _ -> Optional.empty();
            case Retryable _ when tried >= ATTEMPTS -> Optional.empty();
            case Retryable retryable -> delay(retryable, tried).map(time -> spread(time, random));
        };
    }

    /// How long to wait before llm-gateway, which is a part of ours and comes back, is asked again: about two minutes in all.
    /// The model was not asked meanwhile.
    ///
    /// @param missed how often it did not answer by now, from 1
    /// @return nothing when it is given up
    Optional<Duration> untilGatewayAnswers(int missed, RandomGenerator random) {
        if (missed >= GATEWAY_ASKED) {
            return Optional.empty();
        }
        Duration time =
                missed <= GATEWAY_AWAY.size() ? GATEWAY_AWAY.get(missed - 1) : GATEWAY_AWAY_LONGER;
        return Optional.of(spread(time, random));
    }

    private static Optional<Duration> delay(Retryable failure, int tried) {
        var planned = failure.code().equals(ErrorCode.RATE_LIMIT) ? RATE_LIMITED : TRANSIENT;
        Duration time = failure.retryAfter().orElse(planned.get(tried - 1));
        return time.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(time);
    }

    /// Longer by up to a fifth, never shorter: who said "in 30 s" means it.
    private Duration spread(Duration time, RandomGenerator random) {
        double factor = scale * (1 + JITTER * random.nextDouble());
        return Duration.ofMillis(Math.round(time.toMillis() * factor));
    }
}
