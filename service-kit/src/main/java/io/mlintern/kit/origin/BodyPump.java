package io.mlintern.kit.origin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/// A request's body on its way through, each piece as soon as it is there.
///
/// With a thread of its own: the JDK's publisher of a stream reads the next piece on the thread that should send the last
/// one, which holds that back.
final class BodyPump implements Flow.Publisher<ByteBuffer> {
    private static final int PIECES = 4;
    private static final int PIECE = 16 * 1024;

    private final InputStream body;
    private final SubmissionPublisher<ByteBuffer> pieces;
    private final CountDownLatch ended = new CountDownLatch(1);

    BodyPump(InputStream body, Executor executor) {
        this.body = body;
        this.pieces = new SubmissionPublisher<>(executor, PIECES);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        pieces.subscribe(subscriber);
        Thread.ofVirtual().name("origin-body").start(this::pump);
    }

    /// Whether nothing of the body is left to read.
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    private void pump() {
        byte[] buffer = new byte[PIECE];
        try {
            int got = body.read(buffer);
            while (got >= 0 && pieces.hasSubscribers()) {
                pieces.submit(ByteBuffer.wrap(Arrays.copyOf(buffer, got)));
                got = body.read(buffer);
            }
            if (got < 0) {
                ended.countDown();
            }
            pieces.close();
        } catch (IOException | UncheckedIOException e) {
            pieces.closeExceptionally(e);
        }
    }
}
