package io.mlintern.protocol.architecture.wrong.timed;

import java.time.Instant;

/// Asks for the time.
public final class Timed {
    private Timed() {}

    static Instant now() {
        return Instant.now();
    }
}
