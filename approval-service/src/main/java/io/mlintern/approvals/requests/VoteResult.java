package io.mlintern.approvals.requests;

/// What came of a vote.
public sealed interface VoteResult {
    Request request();

    /// It counts; the request may be decided by it.
    record Counted(Request request, Vote vote) implements VoteResult {}

    /// The same person had said the same before.
    record Known(Request request) implements VoteResult {}

    /// The same person had said the opposite.
    record Contradicts(Request request) implements VoteResult {}

    /// It is decided already, or its time is over.
    record Closed(Request request) implements VoteResult {}

    /// They may not vote on it.
    record Forbidden(Request request, String why) implements VoteResult {}
}
