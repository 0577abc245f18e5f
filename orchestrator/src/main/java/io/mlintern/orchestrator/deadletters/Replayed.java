package io.mlintern.orchestrator.deadletters;

/// What became of one dead letter that was to be sent again.
public record Replayed(String id, Result result) {
    public enum Result {
        /// It stands in its topic again, at the end.
        REPLAYED,
        /// It was sent again before; nothing was done now.
        ALREADY_REPLAYED,
        /// There is no such dead letter, or it is older than what is kept.
        UNKNOWN,
        /// It was too large to be put aside, and its topic does not keep it any more.
        GONE
    }
}
