package io.mlintern.gateway.usage;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to `llm.usage` what calls took, beside the calls: whoever hands a record over neither waits nor fails, for the
/// answer is what was paid for. While Kafka is away records wait, as many as there is room for; the next ones are dropped
/// and counted.
///
/// Dying before a call has ended: there is no record of it. During, that is between the end of the call and Kafka's
/// acknowledgement: what waits is lost, and uncounted when the process is killed; sessions do not depend on it, their usage is
/// in their facts. After: the record is there. One that was taken without our seeing its acknowledgement is sent again under
/// the same `ce_id`. Tests: `UsageLogIT`, `KafkaAwayIT`.
public final class UsageLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageLog.class);
    private static final int ROOM = 10_000;
    private static final int BATCH = 500;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final UsageSender sender;
    private final Counters counters;
    private final BlockingQueue<Envelope<UsageRecord>> waiting;
    private final Thread writer;
    private volatile boolean closing;

    /// Records that are safe, and those that were given up.
    public record Counters(Counter written, Counter dropped) {}

    public UsageLog(KafkaClients clients, Counters counters) {
        this(clients, counters, ROOM);
    }

    /// @param room how many records may wait, beside those that are being sent
    UsageLog(KafkaClients clients, Counters counters, int room) {
        this.sender = new UsageSender(clients, counters);
        this.counters = counters;
        this.waiting = new ArrayBlockingQueue<>(room);
        this.writer = Thread.ofVirtual().name("llm-usage").start(this::work);
    }

    /// Returns at once and never throws.
    ///
    /// @param id unique for the call
    public void write(String id, Actor actor, UsageRecord record) {
        var envelope = Envelope.of("usage-" + id, "llm-gateway", Instant.now(), actor, record);
        if (closing || !waiting.offer(envelope)) counters.dropped().inc();
    }

    private void work() {
        List<Envelope<UsageRecord>> batch = new ArrayList<>();
        try {
            while (fill(batch)) {
                batch = sender.send(batch);
                if (!batch.isEmpty()) Thread.sleep(BETWEEN_TRIES);
            }
        } catch (InterruptedException e) {
            // Closing: what is left is counted below.
        } finally {
            sender.close();
            waiting.drainTo(batch);
            counters.dropped().inc(batch.size());
            if (!batch.isEmpty()) LOG.warn("{} usage records were not written", batch.size());
        }
    }

    /// False when there is nothing more to do.
    private boolean fill(List<Envelope<UsageRecord>> batch) throws InterruptedException {
        while (batch.isEmpty()) {
            var next = waiting.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            if (next != null) batch.add(next);
            else if (closing) return false;
        }
        waiting.drainTo(batch, BATCH - batch.size());
        return true;
    }

    /// Gives what waits a short while to be written.
    @Override
    public void close() {
        closing = true;
        try {
            if (writer.join(LAST_WORDS)) return;
            writer.interrupt();
            writer.join(LAST_WORDS);
        } catch (InterruptedException e) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
