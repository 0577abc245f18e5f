package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.Optional;

/// What tool-service tells the engine about a tool call.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToolResult.ToolStarted.class, name = "tool_started"),
    @JsonSubTypes.Type(value = ToolResult.ToolAdvanced.class, name = "tool_advanced"),
    @JsonSubTypes.Type(value = ToolResult.ToolPrepared.class, name = "tool_prepared"),
    @JsonSubTypes.Type(value = ToolResult.ToolSettled.class, name = "tool_settled"),
    @JsonSubTypes.Type(value = ToolResult.PolicyChanged.class, name = "policy_changed"),
    @JsonSubTypes.Type(value = ToolResult.GrantExpired.class, name = "grant_expired")
})
public sealed interface ToolResult extends Message {
    SessionId sessionId();

    CallId callId();

    @Override
    default String key() {
        return sessionId().value();
    }

    /// The call runs and lasts longer than a second.
    record ToolStarted(SessionId sessionId, CallId callId, int attempt) implements ToolResult {}

    /// Something about the running call that the session should keep, such as a job's id and address.
    record ToolAdvanced(
            SessionId sessionId, CallId callId, int attempt, String state, Optional<String> jobUrl)
            implements ToolResult {}

    /// The exact arguments that would run, their cost and a preview for the people who decide.
    record ToolPrepared(
            SessionId sessionId,
            CallId callId,
            JsonObject arguments,
            Optional<BigDecimal> estimatedCostUsd,
            String preview)
            implements ToolResult {}

    record ToolSettled(SessionId sessionId, CallId callId, int attempt, CallOutcome outcome)
            implements ToolResult {}

    /// The executor's copy of the policy is stricter than the engine's: ask again.
    record PolicyChanged(SessionId sessionId, CallId callId, String policyVersion)
            implements ToolResult {}

    record GrantExpired(SessionId sessionId, CallId callId) implements ToolResult {}
}
