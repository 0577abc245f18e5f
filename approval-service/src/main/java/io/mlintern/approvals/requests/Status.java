package io.mlintern.approvals.requests;

import java.util.Locale;

/// How a request stands. Only an open one changes, and only once.
public enum Status {
    OPEN,
    APPROVED,
    REJECTED,
    EXPIRED,
    /// Nobody waits for it any more.
    WITHDRAWN,
    /// Nobody could be asked: its policy or rule is not known here.
    MOOT;

    /// Whether the engine is to be told.
    public boolean isTold() {
        return switch (this) {
            case APPROVED, REJECTED, EXPIRED, MOOT -> true;
            case OPEN, WITHDRAWN -> false;
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
