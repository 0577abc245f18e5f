package io.mlintern.local.folder;

/// The local server cannot do what was asked, for a reason that the user can act on: the message says which.
///
/// [#exitCode()] is the exit code of the command line's contract.
public final class Fatal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Bad usage, or a configuration or data folder that this version cannot work with.
    public static final int USAGE = 2;

    /// Ended by the user.
    public static final int INTERRUPTED = 130;

    /// The server cannot be reached or refused us.
    public static final int UNREACHABLE = 7;

    /// An unexpected failure of ours.
    public static final int UNEXPECTED = 1;

    private final int exitCode;

    public Fatal(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public Fatal(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
