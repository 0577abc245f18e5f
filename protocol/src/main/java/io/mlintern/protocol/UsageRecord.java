package io.mlintern.protocol;

import java.util.Optional;

/// What one request to llm-gateway used, for metering.
public record UsageRecord(
        Optional<SessionId> sessionId,
        Optional<CallId> callId,
        String user,
        ModelId model,
        Usage usage,
        long latencyMs,
        Optional<ErrorCode> failure)
        implements Message {
    @Override
    public String key() {
        return sessionId.map(SessionId::value).orElse(user);
    }
}
