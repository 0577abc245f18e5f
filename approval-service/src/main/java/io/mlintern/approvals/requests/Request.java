package io.mlintern.approvals.requests;

import io.mlintern.policy.Level;
import io.mlintern.policy.Level.Excluded;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One call that waits for people, what they have said, and what came of it. Immutable; the rules of voting are here.
///
/// Levels are asked in their order. Each needs so many different people, and nobody votes twice. One rejection by somebody who
/// may vote decides; so does the end of its time, which is a no.
///
/// @param feedback for the model, once it is decided against the call
public record Request(
        RequestId id,
        String tenant,
        Subject subject,
        List<Level> levels,
        Instant requestedAt,
        Instant expiresAt,
        List<Vote> votes,
        Status status,
        Optional<String> feedback) {

    /// What is asked about, and by which rule.
    ///
    /// @param estimatedCostUsd empty where it is unknown
    public record Subject(
            int turn,
            ToolName tool,
            JsonObject arguments,
            String requester,
            String owner,
            String policyVersion,
            String rule,
            String reason,
            Optional<BigDecimal> estimatedCostUsd) {}

    public Request {
        levels = List.copyOf(levels);
        votes = List.copyOf(votes);
    }

    /// As it begins.
    static Request opened(
            RequestId id,
            String tenant,
            Subject subject,
            List<Level> levels,
            Instant at,
            Duration time) {
        return new Request(
                id,
                tenant,
                subject,
                levels,
                at,
                at.plus(time),
                List.of(),
                Status.OPEN,
                Optional.empty());
    }

    /// One that nobody can be asked about.
    static Request moot(RequestId id, String tenant, Subject subject, Instant at, String why) {
        return opened(id, tenant, subject, List.of(), at, Duration.ZERO)
                .changed(List.of(), Status.MOOT, Optional.of(why));
    }

    /// The same with these votes, as they were counted before.
    Request voted(List<Vote> cast) {
        return changed(cast, status, feedback);
    }

    /// Somebody approves or rejects.
    public VoteResult vote(Voter voter, boolean approves, Optional<String> said, Instant now) {
        Optional<Vote> earlier =
                votes.stream().filter(vote -> vote.user().equals(voter.user())).findFirst();
        if (earlier.isPresent()) {
            return earlier.get().approves() == approves
                    ? new VoteResult.Known(this)
                    : new VoteResult.Contradicts(this);
        }
        if (status != Status.OPEN || isOverdue(now)) {
            return new VoteResult.Closed(this);
        }
        Optional<String> objection = objection(voter);
        if (objection.isPresent()) {
            return new VoteResult.Forbidden(this, objection.get());
        }
        var vote = new Vote(voter.user(), approves, said, openLevel(), now);
        return new VoteResult.Counted(with(vote), vote);
    }

    public boolean isOverdue(Instant now) {
        return !now.isBefore(expiresAt);
    }

    private Request with(Vote vote) {
        var all = Stream.concat(votes.stream(), Stream.of(vote)).toList();
        if (!vote.approves()) {
            return changed(all, Status.REJECTED, vote.feedback());
        }
        boolean quorum = openLevel(all) == levels.size();
        return changed(all, quorum ? Status.APPROVED : Status.OPEN, Optional.empty());
    }

    private Request changed(List<Vote> all, Status next, Optional<String> said) {
        return new Request(id, tenant, subject, levels, requestedAt, expiresAt, all, next, said);
    }

    private int openLevel() {
        return openLevel(votes);
    }

    /// The first level without its quorum; the number of levels when each has it.
    private int openLevel(List<Vote> cast) {
        int level = 0;
        while (level < levels.size() && approvals(cast, level) >= levels.get(level).needed()) {
            level++;
        }
        return level;
    }

    private static long approvals(List<Vote> cast, int level) {
        return cast.stream().filter(vote -> vote.approves() && vote.level() == level).count();
    }

    private Optional<String> objection(Voter voter) {
        Level level = levels.get(openLevel());
        String rule = "Rule " + subject.rule() + " ";
        if (level.except().contains(Excluded.REQUESTER)
                && voter.user().equals(subject.requester())) {
            return Optional.of("You asked for it. " + rule + "lets others decide.");
        }
        if (level.except().contains(Excluded.OWNER) && voter.user().equals(subject.owner())) {
            return Optional.of("It is your session. " + rule + "lets others decide.");
        }
        if (level.from().stream().noneMatch(one -> voter.is(one, subject.owner()))) {
            return Optional.of(
                    rule + "asks " + String.join(", ", Levels.approvers(level)) + " now.");
        }
        return Optional.empty();
    }

    /// Whether they are among those who may vote at some level.
    public boolean asks(Voter voter) {
        return levels.stream()
                .flatMap(level -> level.from().stream())
                .anyMatch(one -> voter.is(one, subject.owner()));
    }

    /// Who is still to approve; empty once nobody is.
    public Optional<Missing> missing() {
        int open = openLevel();
        if (status != Status.OPEN || open == levels.size()) {
            return Optional.empty();
        }
        Level level = levels.get(open);
        return Optional.of(
                new Missing(
                        open + 1,
                        levels.size(),
                        level.needed() - (int) approvals(votes, open),
                        Levels.approvers(level),
                        Levels.excluded(level)));
    }
}
