package io.mlintern.approvals.api;

import io.mlintern.approvals.requests.Missing;
import io.mlintern.approvals.requests.Request;
import io.mlintern.approvals.requests.Vote;
import io.mlintern.protocol.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Requests as JSON.
public final class ApprovalViews {
    private ApprovalViews() {}

    /// @param missing who is still to approve; absent once that is nobody
    public record ApprovalView(
            String id,
            String sessionId,
            String toolCallId,
            int turn,
            String tool,
            JsonObject arguments,
            Optional<String> preview,
            Optional<BigDecimal> estimatedCostUsd,
            String requester,
            String rule,
            String reason,
            Optional<Missing> missing,
            List<VoteView> votes,
            Instant requestedAt,
            Instant expiresAt,
            String status,
            Optional<String> feedback) {}

    public record VoteView(
            String user, String vote, Optional<String> feedback, int level, Instant at) {}

    /// @param next for the following page; absent on the last one
    public record ApprovalList(List<ApprovalView> approvals, Optional<String> next) {}

    static ApprovalView view(Request request) {
        Request.Subject subject = request.subject();
        return new ApprovalView(
                request.id().toString(),
                request.id().call().session().value(),
                request.id().call().value(),
                subject.turn(),
                subject.tool().value(),
                subject.arguments(),
                Optional.empty(),
                subject.estimatedCostUsd(),
                subject.requester(),
                subject.rule(),
                subject.reason(),
                request.missing(),
                request.votes().stream().map(ApprovalViews::view).toList(),
                request.requestedAt(),
                request.expiresAt(),
                request.status().wireName(),
                request.feedback());
    }

    private static VoteView view(Vote vote) {
        return new VoteView(
                vote.user(),
                vote.approves() ? "approve" : "reject",
                vote.feedback(),
                vote.level() + 1,
                vote.at());
    }
}
