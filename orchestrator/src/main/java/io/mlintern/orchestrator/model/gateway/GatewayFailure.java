package io.mlintern.orchestrator.model.gateway;

import io.mlintern.protocol.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/// Why an attempt gave no answer. Whether it is tried again is decided by the type, never by reading the text.
///
/// `detail` is llm-gateway's own sentence, free of secrets; it may be empty.
public sealed interface GatewayFailure {
    ErrorCode code();

    String detail();

    record Retryable(ErrorCode code, String detail, Optional<Duration> retryAfter)
            implements GatewayFailure {}

    record Terminal(ErrorCode code, String detail) implements GatewayFailure {}

    /// llm-gateway itself did not answer as it should.
    static GatewayFailure unreachable() {
        return new Retryable(ErrorCode.GATEWAY_UNREACHABLE, "", Optional.empty());
    }

    /// The answer ended before it was complete.
    static GatewayFailure cut() {
        return new Retryable(ErrorCode.UPSTREAM_CUT, "", Optional.empty());
    }

    /// The answer is not what the wire allows.
    static GatewayFailure garbage() {
        return new Retryable(ErrorCode.UPSTREAM_GARBAGE, "", Optional.empty());
    }
}
