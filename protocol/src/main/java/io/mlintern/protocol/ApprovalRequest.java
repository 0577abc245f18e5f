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

    /// Which of the requests for this call it is, from 1: a call that is sent back by its executor is asked about anew.
    int round();

    @Override
    default String key() {
        return sessionId().value();
    }

    /// One call waits for people. Who they are, how many and for how long says the rule.
    ///
    /// @param requester who asked for the call
    /// @param owner whose session it is
    /// @param policyVersion of the policy that wants people asked
    /// @param rule its rule
    /// @param estimatedCostUsd empty where the cost is unknown
    record Requested(
            SessionId sessionId,
            CallId callId,
            int round,
            int turn,
            ToolName tool,
            JsonObject arguments,
            String requester,
            String owner,
            String policyVersion,
            String rule,
            String reason,
            Optional<BigDecimal> estimatedCostUsd)
            implements ApprovalRequest {}

    /// Nobody waits for it any more.
    record Withdrawn(SessionId sessionId, CallId callId, int round) implements ApprovalRequest {}
}
