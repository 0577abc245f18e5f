package io.mlintern.kit.runs;

/// Thrown into a run that must not go on.
public final class RunStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final StopReason reason;

    RunStoppedException(StopReason reason) {
        super("the run was stopped: " + reason);
        this.reason = reason;
    }

    public StopReason reason() {
        return reason;
    }
}
