package io.mlintern.kit.runs;

/// What the holder of a run does with it.
sealed interface NextStep {
    /// Nothing has happened yet.
    record Start() implements NextStep {}

    /// It may have happened, and a second time does no harm.
    record RunAgain() implements NextStep {}

    /// It may be happening still: look for it, and wait for its end.
    record Reattach() implements NextStep {}

    /// Nothing has happened, and nothing shall.
    record SettleCancelled() implements NextStep {}

    /// It may have happened, and nobody can tell.
    record SettleUnknown() implements NextStep {}

    /// It is done; only the telling is left.
    record Publish(Payload outcome) implements NextStep {}

    /// The rule of a take-over, and of a claim, which is the take-over from nobody.
    static NextStep of(RunRow row) {
        if (row.outcome().isPresent()) {
            return new Publish(row.outcome().get());
        }
        if (!row.started()) {
            return row.cancelled() ? new SettleCancelled() : new Start();
        }
        return switch (row.recovery()) {
            // also when cancelled: only who is attached can end it
            case REATTACH -> new Reattach();
            case RERUN -> row.cancelled() ? new SettleCancelled() : new RunAgain();
            case NONE -> new SettleUnknown();
        };
    }

    /// Whether it is work, which takes a slot, or only a message.
    default boolean takesSlot() {
        return switch (this) {
            case Start _, RunAgain _, Reattach _ -> true;
            case SettleCancelled _, SettleUnknown _, Publish _ -> false;
        };
    }
}
