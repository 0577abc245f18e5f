package io.mlintern.cli.exit;

/// What the process says to a script when it ends.
public enum ExitCode {
    /// The turn completed.
    OK(0),
    /// Unexpected failure of ours.
    FAILURE(1),
    /// Bad usage or bad configuration.
    USAGE(2),
    /// No model can be reached with what is configured.
    NO_MODEL(3),
    /// The model failed after its retries.
    MODEL_FAILED(4),
    /// Something needed a person's approval and did not get it.
    APPROVAL_MISSING(5),
    /// The iteration limit, a budget or a guard ended the turn before it was done.
    LIMIT(6),
    /// The server cannot be reached or refused us.
    SERVER(7),
    /// Ctrl-C.
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
