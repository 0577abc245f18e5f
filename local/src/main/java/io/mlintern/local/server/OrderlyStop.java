package io.mlintern.local.server;

import io.helidon.common.Weighted;
import io.helidon.spi.HelidonShutdownHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What ends with the process, the last started first; Helidon calls it after it has drained and stopped the services.
final class OrderlyStop implements HelidonShutdownHandler, Weighted {
    private static final Logger LOG = Logger.getLogger(OrderlyStop.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    synchronized void before(AutoCloseable part) {
        parts.addFirst(part);
    }

    synchronized void atTheEnd(AutoCloseable part) {
        parts.addLast(part);
    }

    @Override
    public synchronized void shutdown() {
        while (!parts.isEmpty()) close(parts.removeFirst());
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            // The others must still be stopped.
            LOG.log(Level.SEVERE, "A part did not stop in order", failure);
        }
    }

    /// Below everything of Helidon's: the services stop while broker and database still serve them.
    @Override
    public double weight() {
        return 1;
    }
}
