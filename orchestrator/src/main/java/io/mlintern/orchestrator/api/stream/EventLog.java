package io.mlintern.orchestrator.api.stream;

import io.mlintern.protocol.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Reads one session's events back out of the topic, for readers who were away.
///
/// A few readers at a time share a few consumers; each takes a bounded piece and writes it out before it takes the next,
/// so that a slow client holds up nobody else.
final class EventLog implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int POLLS_WITHOUT_PROGRESS = 50;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final ConcurrentLinkedQueue<Consumer<String, byte[]>> idle =
            new ConcurrentLinkedQueue<>();
    private final Semaphore readers;

    /// @param consumers make consumers without a group that read what is committed and reset nowhere
    EventLog(Supplier<Consumer<String, byte[]>> consumers, int readersAtATime) {
        this.consumers = consumers;
        this.readers = new Semaphore(readersAtATime);
    }

    /// @param next where the following piece begins
    record Piece(List<Frame> frames, long next) {}

    /// The session's frames from `from` on, up to `until`, exclusive, or until they hold `maxBytes`.
    ///
    /// @return empty where the topic no longer has `from`
    Optional<Piece> read(
            SessionId session, TopicPartition partition, long from, long until, long maxBytes)
            throws InterruptedException {
        readers.acquire();
        try {
            var consumer = Optional.ofNullable(idle.poll()).orElseGet(consumers);
            try {
                consumer.assign(List.of(partition));
                consumer.seek(partition, from);
                var piece = collect(consumer, session, partition, until, maxBytes);
                idle.add(consumer);
                return Optional.of(piece);
            } catch (OffsetOutOfRangeException _) {
                idle.add(consumer);
                return Optional.empty();
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        } finally {
            readers.release();
        }
    }

    /// The oldest offset that the topic still has.
    long beginning(TopicPartition partition) throws InterruptedException {
        readers.acquire();
        try {
            var consumer = Optional.ofNullable(idle.poll()).orElseGet(consumers);
            try {
                long offset = consumer.beginningOffsets(List.of(partition)).get(partition);
                idle.add(consumer);
                return offset;
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        } finally {
            readers.release();
        }
    }

    private static Piece collect(
            Consumer<String, byte[]> consumer,
            SessionId session,
            TopicPartition partition,
            long until,
            long maxBytes) {
        var frames = new ArrayList<Frame>();
        long bytes = 0;
        int idlePolls = 0;
        while (consumer.position(partition) < until) {
            long before = consumer.position(partition);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() >= until) {
                    return new Piece(frames, until);
                }
                for (Frame frame : frame(session, record).stream().toList()) {
                    frames.add(frame);
                    bytes += frame.size();
                }
                if (bytes >= maxBytes) {
                    return new Piece(frames, record.offset() + 1);
                }
            }
            idlePolls = consumer.position(partition) > before ? 0 : idlePolls + 1;
            if (idlePolls == POLLS_WITHOUT_PROGRESS) {
                throw new TimeoutException("the topic gives nothing although it has more");
            }
        }
        return new Piece(frames, until);
    }

    static Optional<Frame> frame(SessionId session, ConsumerRecord<String, byte[]> record) {
        return session.value().equals(record.key()) && record.value() != null
                ? Frames.of(session, record.offset(), record.value())
                : Optional.empty();
    }

    @Override
    public void close() {
        for (var consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
            consumer.close();
        }
    }
}
