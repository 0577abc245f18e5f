package io.mlintern.gateway.chat;

import java.time.Duration;
import java.util.Optional;

/// What a caller is told about a call without an answer. The message holds no secret.
public record ModelFailure(FailureCode code, String message, Optional<Duration> retryAfter) {
    public static ModelFailure of(FailureCode code, String message) {
        return new ModelFailure(code, message, Optional.empty());
    }
}
