package io.mlintern.kit.runs;

/// What may be done with a run whose holder died after it had started.
public enum Recovery {
    /// The effect lives on by itself: another worker can find it and wait for its end.
    REATTACH,

    /// A second time does no harm.
    RERUN,

    /// Neither: the outcome is unknown.
    NONE
}
