package io.mlintern.orchestrator.api.stream;

import io.mlintern.protocol.SessionId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What the tail has for one reader and the reader has not written yet. Bounded: a reader who does not keep up is cut, and
/// comes back with its last event id when it can.
final class LiveStream {
    private final SessionId session;
    private final long from;
    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean cut;
    private Thread writer;

    /// @param from frames before this offset were written already, or are not wanted
    /// @param limit most bytes that wait; a single frame may be larger
    LiveStream(SessionId session, long from, long limit) {
        this.session = session;
        this.from = from;
        this.limit = limit;
    }

    SessionId session() {
        return session;
    }

    long from() {
        return from;
    }

    /// Takes a frame, or cuts the stream where it would hold too much.
    void offer(Frame frame) {
        lock.lock();
        try {
            if (cut || frame.offset() < from) {
                return;
            }
            if (waitingBytes > 0 && waitingBytes + frame.size() > limit) {
                cut();
                return;
            }
            waiting.add(frame);
            waitingBytes += frame.size();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the stream. Whoever is stuck in a write to the reader is freed: an interrupt closes the socket under it.
    void cut() {
        lock.lock();
        try {
            cut = true;
            waiting.clear();
            waitingBytes = 0;
            if (writer != null) {
                writer.interrupt();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isCut() {
        lock.lock();
        try {
            return cut;
        } finally {
            lock.unlock();
        }
    }

    /// All that waits; empty when nothing came within `patience` or the stream is cut.
    List<Frame> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (waiting.isEmpty() && !cut && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            var frames = List.copyOf(new ArrayList<>(waiting));
            waiting.clear();
            waitingBytes = 0;
            return frames;
        } finally {
            lock.unlock();
        }
    }

    /// Writes and flushes; interrupted when the stream is cut meanwhile.
    void write(OutputStream out, List<byte[]> parts) throws IOException {
        if (!enterWrite()) {
            return;
        }
        try {
            for (byte[] part : parts) {
                out.write(part);
            }
            out.flush();
        } finally {
            leaveWrite();
        }
    }

    private boolean enterWrite() {
        lock.lock();
        try {
            writer = cut ? null : Thread.currentThread();
            return !cut;
        } finally {
            lock.unlock();
        }
    }

    private void leaveWrite() {
        lock.lock();
        try {
            writer = null;
            if (cut) {
                // The interrupt was for this write alone: the thread serves its connection's end
                // next.
                var _ = Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }
}
