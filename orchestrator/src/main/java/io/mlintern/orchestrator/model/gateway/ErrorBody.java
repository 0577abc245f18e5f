package io.mlintern.orchestrator.model.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.orchestrator.model.gateway.GatewayFailure.Retryable;
import io.mlintern.orchestrator.model.gateway.GatewayFailure.Terminal;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Reads what llm-gateway says of a failure, as an HTTP answer or as an event in a stream.
final class ErrorBody {
    // The gateway's own troubles, not the model's.
    private static final Set<String> OF_THE_GATEWAY = Set.of("unavailable", "gateway_unreachable");
    private static final Set<String> OF_THE_CALLER =
            Set.of("unauthenticated", "forbidden", "not_found", "method_not_allowed");

    private ErrorBody() {}

    /// The failure that an event tells, if it tells one.
    static Optional<GatewayFailure> in(JsonNode event) {
        JsonNode error = event.path("error");
        return error.isObject() && error.path("code").isTextual()
                ? Optional.of(failure(error))
                : Optional.empty();
    }

    /// The failure of an HTTP answer. One that is not in the gateway's own shape comes from something before it.
    static GatewayFailure of(String body) {
        try {
            return in(Json.mapper().readTree(body)).orElseGet(GatewayFailure::unreachable);
        } catch (JsonProcessingException e) {
            return GatewayFailure.unreachable();
        }
    }

    private static GatewayFailure failure(JsonNode error) {
        String code = error.path("code").asText();
        String detail = error.path("message").asText("");
        if (OF_THE_CALLER.contains(code)) {
            return new Terminal(ErrorCode.INTERNAL, "llm-gateway refused the runner: " + code);
        }
        if (OF_THE_GATEWAY.contains(code)) {
            return GatewayFailure.unreachable();
        }
        var known = new ErrorCode(code.isBlank() ? ErrorCode.INTERNAL.value() : code);
        return error.path("retryable").asBoolean(false)
                ? new Retryable(known, detail, retryAfter(error.path("retry_after_s")))
                : new Terminal(known, detail);
    }

    private static Optional<Duration> retryAfter(JsonNode seconds) {
        return seconds.isNumber() && seconds.doubleValue() >= 0 && seconds.doubleValue() < 1e6
                ? Optional.of(Duration.ofMillis(Math.round(seconds.doubleValue() * 1000)))
                : Optional.empty();
    }
}
