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

    @Override
    default String key() {
        return sessionId().value();
    }

    /// @param arguments those to run, which may be edited
    /// @param grant present exactly when approved
    record ApprovalDecision(
            SessionId sessionId,
            CallId callId,
            boolean approved,
            JsonObject arguments,
            Optional<String> grant,
            Optional<String> feedback)
            implements ApprovalOutcome {}

    /// There is nothing left to decide.
    record Moot(SessionId sessionId, CallId callId) implements ApprovalOutcome {}
}
