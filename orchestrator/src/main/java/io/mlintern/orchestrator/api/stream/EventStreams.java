package io.mlintern.orchestrator.api.stream;

import io.mlintern.orchestrator.catalog.FactRepository;
import io.mlintern.protocol.SessionId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// The streams of events to clients: what was, out of the log or the catalog, then what comes.
public final class EventStreams implements AutoCloseable {
    private static final byte[] OPEN = ": open\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FACTS_AT_A_TIME = 200;

    private final StreamsConfig config;
    private final EventTail tail;
    private final EventLog log;
    private final FactRepository facts;

    private EventStreams(StreamsConfig config, EventTail tail, EventLog log, FactRepository facts) {
        this.config = config;
        this.tail = tail;
        this.log = log;
        this.facts = facts;
    }

    /// @param consumers make consumers without a group that read what is committed and reset nowhere
    public static EventStreams start(
            StreamsConfig config,
            Supplier<Consumer<String, byte[]>> consumers,
            FactRepository facts) {
        var tail =
                EventTail.start(
                        consumers, config.topic(), config.partitions(), config.recentBytes());
        return new EventStreams(config, tail, new EventLog(consumers, config.logReaders()), facts);
    }

    /// Where a session's events stand now: a cursor behind everything that this replica has seen.
    public Cursor now(SessionId session) {
        return Cursor.before(tail.partition(partition(session)).position());
    }

    /// The partition of `events` that a session's records are in.
    public TopicPartition partition(SessionId session) {
        return Partitions.of(config.topic(), config.partitions(), session);
    }

    public boolean isReady() {
        return tail.isOpen();
    }

    public int openStreams() {
        return tail.streamCount();
    }

    /// Writes the session's events behind `after` until the reader leaves, falls behind, or the service ends.
    public void write(SessionId session, Cursor after, OutputStream out) throws IOException {
        new Reader(session, out).run(after.next());
    }

    /// One reader on its thread.
    private final class Reader {
        private final SessionId session;
        private final TopicPartition partition;
        private final PartitionTail end;
        private final OutputStream out;

        Reader(SessionId session, OutputStream out) {
            this.session = session;
            this.partition = partition(session);
            this.end = tail.partition(partition);
            this.out = out;
        }

        void run(long from) throws IOException {
            try {
                out.write(OPEN);
                out.flush();
                follow(catchUp(from));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("the stream was ended").initCause(e);
            }
        }

        /// Writes what the tail no longer keeps.
        ///
        /// @return the offset from which the tail has everything
        private long catchUp(long from) throws IOException, InterruptedException {
            long next = from;
            for (long until = end.keptFrom(); next < until; until = end.keptFrom()) {
                Optional<EventLog.Piece> piece =
                        log.read(session, partition, next, until, config.pieceBytes());
                if (piece.isEmpty()) {
                    next = factsBeforeRetention(next);
                    continue;
                }
                write(piece.get().frames());
                next = piece.get().next();
            }
            return next;
        }

        private long factsBeforeRetention(long from) throws IOException, InterruptedException {
            long beginning = log.beginning(partition);
            for (long next = from; ; ) {
                var page = facts.factsBetween(session, next, beginning, FACTS_AT_A_TIME);
                if (page.isEmpty()) {
                    return beginning;
                }
                write(
                        page.stream()
                                .flatMap(f -> Frames.of(session, f.offset(), f.value()).stream())
                                .toList());
                next = page.getLast().offset() + 1;
            }
        }

        private void write(List<Frame> frames) throws IOException {
            for (Frame frame : frames) {
                out.write(frame.bytes());
            }
            out.flush();
        }

        private void follow(long from) throws IOException, InterruptedException {
            var stream = new LiveStream(session, from, config.waitingBytes());
            Optional<List<Frame>> kept = end.join(stream);
            if (kept.isEmpty()) {
                // The tail moved on between the last look and now.
                follow(catchUp(from));
                return;
            }
            try {
                if (!kept.get().isEmpty()) {
                    send(stream, kept.get());
                }
                while (!stream.isCut()) {
                    send(stream, stream.take(config.keepAlive()));
                }
            } finally {
                end.leave(stream);
            }
        }

        private void send(LiveStream stream, List<Frame> frames) throws IOException {
            stream.write(
                    out,
                    frames.isEmpty()
                            ? List.of(KEEP_ALIVE)
                            : frames.stream().map(Frame::bytes).toList());
        }
    }

    @Override
    public void close() {
        tail.close();
        log.close();
    }
}
