package io.mlintern.orchestrator.model;

import io.mlintern.protocol.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the text of one attempt as `assistant_chunk` signals, at the pace of the [ChunkCoalescer].
final class ChunkSender {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkSender.class);
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(10);

    private final ModelCall call;
    private final int attempt;
    private final Outbox outbox;
    private final ScheduledExecutorService clock;
    private final ChunkCoalescer coalescer = new ChunkCoalescer();
    private final StringBuilder text = new StringBuilder();
    private Optional<Future<RecordMetadata>> last = Optional.empty();
    private int index;
    private boolean flushPlanned;
    private boolean stopped;

    ChunkSender(ModelCall call, int attempt, Outbox outbox, ScheduledExecutorService clock) {
        this.call = call;
        this.attempt = attempt;
        this.outbox = outbox;
        this.clock = clock;
    }

    synchronized void add(String piece) {
        text.append(piece);
        long now = System.nanoTime();
        coalescer.add(piece, now).ifPresent(this::send);
        if (!flushPlanned) {
            coalescer.dueIn(now).ifPresent(this::planFlush);
        }
    }

    /// All that was given, sent or not.
    synchronized String text() {
        return text.toString();
    }

    /// Sends the rest and returns when all is acknowledged: what comes after on the topic comes after for every reader.
    void finish() throws InterruptedException {
        Optional<Future<RecordMetadata>> awaited;
        synchronized (this) {
            coalescer.take(System.nanoTime()).ifPresent(this::send);
            awaited = last;
        }
        if (awaited.isPresent()) {
            acknowledged(awaited.get());
        }
    }

    /// Sends nothing more: what was not sent stands in the outcome, or must not be shown.
    synchronized void stop() {
        stopped = true;
    }

    private void planFlush(Duration wait) {
        flushPlanned = true;
        var _ =
                clock.schedule(
                        () -> Thread.ofVirtual().start(this::flush),
                        wait.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private synchronized void flush() {
        flushPlanned = false;
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        coalescer.due(now).ifPresent(this::send);
        coalescer.dueIn(now).ifPresent(this::planFlush);
    }

    private void send(String chunk) {
        String id = call.id() + "-" + attempt + "-" + index;
        try {
            last =
                    Optional.of(
                            outbox.signal(
                                    call,
                                    id,
                                    new Signal.AssistantChunk(chunk, call.id(), attempt, index)));
        } catch (KafkaException e) {
            // The answer itself follows as a fact.
            LOG.debug("a chunk of {} is lost: {}", call.id(), e.toString());
        }
        index++;
    }

    private void acknowledged(Future<RecordMetadata> sent) throws InterruptedException {
        try {
            sent.get(ACKNOWLEDGED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("chunks of {} are not acknowledged: {}", call.id(), e.toString());
        }
    }
}
