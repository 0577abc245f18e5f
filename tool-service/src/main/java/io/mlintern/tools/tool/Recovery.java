package io.mlintern.tools.tool;

/// What is done with a started call whose worker died.
public enum Recovery {
    /// The effect lives on by itself: find it and report its real end.
    REATTACH,
    /// Running it again gives the same result.
    RERUN,
    /// Nobody can tell: the outcome is *unknown*.
    NONE;

    public boolean idempotent() {
        return this != NONE;
    }
}
