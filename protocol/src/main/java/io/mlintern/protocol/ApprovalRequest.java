package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.Optional;

/// What the engine asks of the people, by way of approval-service.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ApprovalRequest.Requested.class, name = "requested"),
    @JsonSubTypes.Type(value = ApprovalRequest.Withdrawn.class, name = "withdrawn")
})
public sealed interface ApprovalRequest extends Message {
    SessionId sessionId();

    CallId callId();

    @Override
    default String key() {
        return sessionId().value();
    }

    record Requested(
            SessionId sessionId,
            CallId callId,
            ToolName tool,
            JsonObject arguments,
            String requester,
            String policyVersion,
            String reason,
            Optional<BigDecimal> estimatedCostUsd)
            implements ApprovalRequest {}

    record Withdrawn(SessionId sessionId, CallId callId) implements ApprovalRequest {}
}
