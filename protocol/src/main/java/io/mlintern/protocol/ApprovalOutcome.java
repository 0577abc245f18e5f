package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/// What approval-service answers to the engine.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ApprovalOutcome.ApprovalDecision.class, name = "approval_decision"),
    @JsonSubTypes.Type(value = ApprovalOutcome.Moot.class, name = "moot")
})
public sealed interface ApprovalOutcome extends Message {
    SessionId sessionId();

    CallId callId();

    /// Of the request that it answers.
    int round();

    @Override
    default String key() {
        return sessionId().value();
    }

    /// @param arguments those to run
    /// @param grant present exactly when approved
    /// @param feedback for the model: what a person said, or that nobody decided in time
    record ApprovalDecision(
            SessionId sessionId,
            CallId callId,
            int round,
            boolean approved,
            JsonObject arguments,
            Optional<String> grant,
            Optional<String> feedback)
            implements ApprovalOutcome {}

    /// Nobody can be asked: approval-service knows no such policy, or no such rule of it.
    record Moot(SessionId sessionId, CallId callId, int round, String reason)
            implements ApprovalOutcome {}
}
