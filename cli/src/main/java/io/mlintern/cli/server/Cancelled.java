package io.mlintern.cli.server;

/// The thread that waited for the server was interrupted.
public final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Cancelled(InterruptedException cause) {
        super(cause);
    }
}
