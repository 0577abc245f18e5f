package io.mlintern.protocol;

/// A record that this version cannot read. It goes to the dead letters or is passed over, as the reader's policy says.
public final class UnreadableRecord extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why it cannot be read.
    public enum Reason {
        /// No CloudEvents header names a type, or another one that is needed is missing.
        HEADER_MISSING,
        /// A type that this version does not know. A newer one may have written it.
        UNKNOWN_TYPE,
        /// The value is not what its type promises.
        MALFORMED
    }

    private final Reason reason;

    public UnreadableRecord(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public UnreadableRecord(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
