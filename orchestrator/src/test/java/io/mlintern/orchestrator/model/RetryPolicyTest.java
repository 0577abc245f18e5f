package io.mlintern.orchestrator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.orchestrator.model.gateway.GatewayFailure;
import io.mlintern.orchestrator.model.gateway.GatewayFailure.Retryable;
import io.mlintern.orchestrator.model.gateway.GatewayFailure.Terminal;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final RandomGenerator NO_JITTER = () -> 0;
    private static final RandomGenerator MOST_JITTER = () -> -1;

    private final RetryPolicy policy = new RetryPolicy(1);

    @ParameterizedTest
    @CsvSource({
        "rate_limit, 1, PT30S",
        "rate_limit, 2, PT60S",
        "overloaded, 1, PT5S",
        "upstream_cut, 2, PT15S",
    })
    void waitsByTheKindOfFailure(String code, int tried, Duration expected) {
        assertThat(policy.delay(failure(code, Optional.empty()), tried, NO_JITTER))
                .contains(expected);
    }

    @Test
    void theGatewayIsWaitedForAboutTwoMinutes() {
        List<Duration> waits =
                IntStream.iterate(1, missed -> missed + 1)
                        .mapToObj(missed -> policy.untilGatewayAnswers(missed, NO_JITTER))
                        .takeWhile(Optional::isPresent)
                        .flatMap(Optional::stream)
                        .toList();

        assertThat(waits).startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(waits.stream().mapToLong(Duration::toSeconds).sum()).isBetween(110L, 130L);
    }

    @Test
    void theThirdFailureIsTheLast() {
        assertThat(policy.delay(GatewayFailure.cut(), 3, NO_JITTER)).isEmpty();
    }

    @Test
    void whatCannotHelpIsNotTriedAgain() {
        assertThat(policy.delay(new Terminal(ErrorCode.AUTHENTICATION, ""), 1, NO_JITTER))
                .isEmpty();
    }

    @Test
    void whatTheProviderSaysCountsAndIsNeverShortened() {
        var failure = failure("rate_limit", Optional.of(Duration.ofSeconds(12)));

        assertThat(policy.delay(failure, 1, NO_JITTER)).contains(Duration.ofSeconds(12));
        assertThat(policy.delay(failure, 1, MOST_JITTER).orElseThrow())
                .isBetween(Duration.ofSeconds(14), Duration.ofMillis(14_400));
    }

    @Test
    void whoIsToldToComeBackMuchLaterGivesUp() {
        var failure = failure("rate_limit", Optional.of(Duration.ofHours(1)));

        assertThat(policy.delay(failure, 1, NO_JITTER)).isEmpty();
    }

    @Test
    void aScaleMakesTestsQuick() {
        assertThat(new RetryPolicy(0.01).delay(GatewayFailure.cut(), 1, NO_JITTER))
                .contains(Duration.ofMillis(50));
    }

    @ParameterizedTest
    @CsvSource({
        "authentication, HF_TOKEN",
        "billing, https://huggingface.co/settings/billing",
        "provider_unsupported, :provider",
        "model_not_found, /model",
        "context_overflow, context window",
        "gateway_unreachable, ml-intern server status",
        "something_new, its own words",
    })
    void peopleAreToldWhatToDo(String code, String expected) {
        var failure = new Terminal(new ErrorCode(code), "its own words");

        assertThat(FailureTexts.of(failure, new ModelId("vllm/x"))).contains(expected);
    }

    private static GatewayFailure failure(String code, Optional<Duration> retryAfter) {
        return new Retryable(new ErrorCode(code), "", retryAfter);
    }
}
