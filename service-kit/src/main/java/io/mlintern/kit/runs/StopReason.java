package io.mlintern.kit.runs;

/// Why a run must not go on.
public enum StopReason {
    /// Nobody wants it any more: end it, and say what became of it.
    CANCELLED,

    /// It was given back before it began: it is handed out anew, if at all.
    WITHDRAWN,

    /// Another worker has it now: what this one finds out does not count.
    LOST,

    /// This worker goes away; another one takes it over. What lives on by itself is left alone.
    CLOSING
}
