package io.mlintern.gateway.chat;

import java.time.Duration;
import java.util.Optional;

/// One running model call, pulled by its only reader: what is not pulled is not fetched.
///
/// Closing it before [ChatEvent.Ended] aborts the call at the provider at once. An interrupt of the reader ends the
/// wait; the reader then closes.
public interface ModelStream extends AutoCloseable {
    /// The next event, or [ChatEvent.Silence] when none came within `patience`.
    ///
    /// @throws ModelCallException when the call failed; nothing comes after it
    ChatEvent next(Duration patience) throws ModelCallException, InterruptedException;

    /// What the provider has said so far of what the call takes; also of one that failed or is given up.
    Optional<Usage> used();

    @Override
    void close();
}
