package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.runs.RunStoreException;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CancelCall;
import io.mlintern.protocol.UnreadableRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes into the rows of runs that they are cancelled; their holders hear it from there. One reader
/// of the group is enough, whoever holds the run.
///
/// Dying before the commit: the record comes again, and a second mark changes nothing. Test:
/// `ToolWorkerIT`.
final class CancellationConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CancellationConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TRY_AGAIN = Duration.ofMillis(500);

    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final DeadLetters deadLetters;
    private final Consumer<CallId> cancel;
    private final Thread thread;
    private volatile boolean closed;

    CancellationConsumer(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
            DeadLetters deadLetters,
            Consumer<CallId> cancel) {
        this.consumer = consumer;
        this.deadLetters = deadLetters;
        this.cancel = cancel;
        thread = Thread.ofPlatform().name("tool-cancellations").unstarted(this::run);
    }

    void start(String topic) {
        consumer.subscribe(List.of(topic));
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (!closed) step();
        } catch (WakeupException | InterruptException | InterruptedException _) {
            LOG.debug("no more cancellations are read");
        }
    }

    private void step() throws InterruptedException {
        try {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            for (var kafka : records) mark(kafka);
            if (!records.isEmpty()) consumer.commitSync();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("cancellations cannot be read: {}", e.toString());
            Thread.sleep(TRY_AGAIN);
        }
    }

    private void mark(ConsumerRecord<String, byte[]> kafka) throws InterruptedException {
        try {
            if (Records.read(kafka).message() instanceof CancelCall(CallId call, _)) insist(call);
        } catch (UnreadableRecord e) {
            LOG.warn("a record of {} is unreadable: {}", kafka.topic(), e.getMessage());
            Outbox.await(deadLetters.put(kafka, e.reason() + ": " + e.getMessage()));
        }
    }

    private void insist(CallId call) throws InterruptedException {
        while (!closed) {
            try {
                cancel.accept(call);
                LOG.info("{} is cancelled", call);
                return;
            } catch (RunStoreException e) {
                LOG.warn("{} cannot be cancelled yet: {}", call, e.getMessage());
                Thread.sleep(TRY_AGAIN);
            }
        }
        throw new InterruptedException("closed before it was written");
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
