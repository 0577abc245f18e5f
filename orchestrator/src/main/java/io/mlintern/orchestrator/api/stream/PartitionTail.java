package io.mlintern.orchestrator.api.stream;

import io.mlintern.protocol.SessionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The end of one partition of `events`: its newest frames and the streams that are fed from it.
///
/// A reader is handed over from the log to the tail at an offset, under one lock: what is kept here from that offset on it
/// gets at once, what comes later it gets as it comes. So nothing is missing and nothing is doubled.
final class PartitionTail {
    private final long keptBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Frame> recent = new ArrayDeque<>();
    private final Map<SessionId, List<LiveStream>> streams = new HashMap<>();
    private long recentBytes;
    private long recentFrom;
    private long position;

    /// @param start offset of the first record that the tail will see
    /// @param keptBytes how much of the newest is kept for readers who join
    PartitionTail(long start, long keptBytes) {
        this.recentFrom = start;
        this.position = start;
        this.keptBytes = keptBytes;
    }

    /// Takes what a poll brought, in order, and the position behind it.
    void advance(List<Frame> frames, long next) {
        lock.lock();
        try {
            for (Frame frame : frames) {
                keep(frame);
                for (LiveStream stream : streams.getOrDefault(frame.session(), List.of())) {
                    stream.offer(frame);
                }
            }
            position = next;
        } finally {
            lock.unlock();
        }
    }

    private void keep(Frame frame) {
        recent.add(frame);
        recentBytes += frame.size();
        while (recentBytes > keptBytes && recent.size() > 1) {
            Frame dropped = recent.remove();
            recentBytes -= dropped.size();
            recentFrom = dropped.offset() + 1;
        }
    }

    /// The offset from which on everything is here: a reader who wants more reads the log up to it.
    long keptFrom() {
        lock.lock();
        try {
            return recentFrom;
        } finally {
            lock.unlock();
        }
    }

    /// The offset of the next record that the tail will see.
    long position() {
        lock.lock();
        try {
            return position;
        } finally {
            lock.unlock();
        }
    }

    /// Joins a stream, unless it wants records that are no longer here.
    ///
    /// @return the frames that it wants of those kept; not there when it must read the log first
    Optional<List<Frame>> join(LiveStream stream) {
        lock.lock();
        try {
            if (stream.from() < recentFrom) {
                return Optional.empty();
            }
            streams.computeIfAbsent(stream.session(), _ -> new ArrayList<>()).add(stream);
            return Optional.of(
                    recent.stream()
                            .filter(frame -> frame.offset() >= stream.from())
                            .filter(frame -> frame.session().equals(stream.session()))
                            .toList());
        } finally {
            lock.unlock();
        }
    }

    void leave(LiveStream stream) {
        lock.lock();
        try {
            streams.computeIfPresent(
                    stream.session(),
                    (_, all) -> {
                        all.remove(stream);
                        return all.isEmpty() ? null : all;
                    });
        } finally {
            lock.unlock();
        }
    }

    /// Ends all streams; their readers come back and are caught up.
    void cutAll() {
        lock.lock();
        try {
            streams.values().forEach(all -> all.forEach(LiveStream::cut));
            streams.clear();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets everything and goes on at `start`: the log was cut under the tail.
    void restartAt(long start) {
        lock.lock();
        try {
            cutAll();
            recent.clear();
            recentBytes = 0;
            recentFrom = start;
            position = start;
        } finally {
            lock.unlock();
        }
    }

    int streamCount() {
        lock.lock();
        try {
            return streams.values().stream().mapToInt(List::size).sum();
        } finally {
            lock.unlock();
        }
    }
}
