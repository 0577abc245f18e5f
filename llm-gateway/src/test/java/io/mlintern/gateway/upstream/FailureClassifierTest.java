package io.mlintern.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.gateway.routing.Provider;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassifierTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":{\"message\":\"max_tokens must be <= 50000, see req_4291\"}} | invalid_request",
                "400 | {\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}} | context_overflow",
                "400 | {\"object\":\"error\",\"message\":\"This model's maximum context length is 8 tokens\",\"code\":400} | context_overflow",
                "500 | {\"error\":{\"type\":\"exceed_context_size_error\",\"message\":\"x\"}} | context_overflow",
                "400 | {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low\"}} | billing",
                "429 | {\"error\":{\"type\":\"insufficient_quota\",\"message\":\"x\"}} | billing",
                "400 | {\"error\":{\"code\":\"model_not_supported\",\"message\":\"x\"}} | provider_unsupported",
                "400 | {\"error\":\"Model x is not supported by provider y\"} | provider_unsupported",
                "400 | {\"detail\":\"The model `x` does not exist.\"} | model_not_found",
                "404 | 404 page not found | model_not_found",
                "422 | {\"detail\":[{\"msg\":\"field required\"}]} | invalid_request",
                "429 | <html>Too many</html> | rate_limit",
                "502 | <html>429 model not found</html> | upstream_error",
                "503 | '' | overloaded",
                "504 | '' | upstream_timeout",
            })
    void aFailureIsKnownByTypeAndStatusNeverByDigits(int status, String body, String code) {
        assertThat(FailureClassifier.classify(status, UpstreamError.parse(body)).wireName())
                .isEqualTo(code);
    }

    @Test
    void retryAfterIsReadAsMillisecondsSecondsOrADate() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        assertThat(RetryAfter.of(header("retry-after-ms", "1500"), now))
                .hasValue(Duration.ofMillis(1500));
        assertThat(RetryAfter.of(header("Retry-After", "0.5"), now))
                .hasValue(Duration.ofMillis(500));
        assertThat(RetryAfter.of(header("Retry-After", "Sun, 22 Nov 2026 12:00:30 GMT"), now))
                .hasValue(Duration.ofSeconds(30));
        assertThat(RetryAfter.of(header("Retry-After", "soon"), now)).isEmpty();
    }

    @Test
    void aKeyThatTheLimitOfASentenceCutsInTwoIsMaskedAllTheSame() {
        var failures = new UpstreamFailures(Provider.OPENAI, Optional.of("planted-value"));
        String body = "x".repeat(594) + " planted-value and more";

        String said = failures.status(500, header("a", "b"), body, Instant.EPOCH).getMessage();

        assertThat(said).contains("x".repeat(594)).doesNotContain("plant").endsWith("…");
    }

    private static HttpHeaders header(String name, String value) {
        return HttpHeaders.of(Map.of(name, List.of(value)), (_, _) -> true);
    }
}
