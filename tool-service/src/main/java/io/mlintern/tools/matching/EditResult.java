package io.mlintern.tools.matching;

/// What became of an edit.
public sealed interface EditResult {
    /// @param text the whole text after the edit
    /// @param places how many places were changed
    record Edited(String text, int places, Looseness looseness) implements EditResult {}

    /// Nothing was changed; the reason is written for the one who asked.
    record Refused(String reason) implements EditResult {}
}
