package io.mlintern.orchestrator.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Takes a request's body off the connection, bounded.
final class RequestBody {
    /// Contract: above it 413.
    static final int LARGEST = 2 * 1024 * 1024;

    /// A sender of more than [#LARGEST] hears the answer only once it has sent all, so that much is read and thrown away.
    private static final long LARGEST_DISCARDED = 64L * 1024 * 1024;

    private static final Duration LONGEST_DISCARDING = Duration.ofSeconds(10);

    private RequestBody() {}

    static byte[] read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                discard(body);
                throw Refusal.of(413, "too_large", "a request has at most 2 MiB");
            }
            return bytes;
        } catch (IOException | UncheckedIOException e) {
            throw Refusal.malformed("the body ended before it was complete");
        }
    }

    private static void discard(InputStream body) throws IOException {
        long until = System.nanoTime() + LONGEST_DISCARDING.toNanos();
        byte[] buffer = new byte[64 * 1024];
        long discarded = 0;
        for (int n = 0; n >= 0 && discarded < LARGEST_DISCARDED; n = body.read(buffer)) {
            discarded += n;
            if (System.nanoTime() > until) {
                return;
            }
        }
    }
}
