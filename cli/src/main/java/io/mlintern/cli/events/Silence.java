package io.mlintern.cli.events;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Closes a stream on which nothing came for too long: a dead connection gives no error by itself.
///
/// It owns its thread and ends it when it is closed.
final class Silence implements Closeable {
    private final AtomicLong heardAt = new AtomicLong(System.nanoTime());
    private final Thread watcher;

    Silence(InputStream stream, Duration limit) {
        this.watcher = Thread.ofVirtual().start(() -> watch(stream, limit));
    }

    void heard() {
        heardAt.set(System.nanoTime());
    }

    private void watch(InputStream stream, Duration limit) {
        try {
            long left = limit.toNanos();
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = limit.toNanos() - (System.nanoTime() - heardAt.get());
            }
            stream.close();
        } catch (InterruptedException | IOException e) {
            // The stream ended first, or is closed already: nothing is left to watch.
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
