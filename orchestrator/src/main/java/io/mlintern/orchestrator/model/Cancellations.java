package io.mlintern.orchestrator.model;

import io.mlintern.kit.runs.RunStoreException;
import io.mlintern.kit.runs.Runs;
import io.mlintern.protocol.SessionEvent;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cancels the model call of a session that is being interrupted or was quarantined, whichever replica has it.
final class Cancellations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellations.class);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

    private final Runs runs;
    private final History history;
    private final Progress progress;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cancel-", 0).factory());

    Cancellations(Runs runs, History history, Progress progress) {
        this.runs = runs;
        this.history = history;
        this.progress = progress;
    }

    /// @param stopping the fact that stops it, as it stands at that place of the topic
    void add(SessionEvent stopping, TopicPartition partition, long offset) {
        threads.execute(() -> cancel(stopping, partition, offset));
    }

    /// One that has ended already stays as it is.
    private void cancel(SessionEvent stopping, TopicPartition partition, long offset) {
        try {
            long seq = stopping.seq().orElseThrow();
            var call = history.newestCall(stopping.sessionId(), seq);
            while (call.isPresent() && !written(() -> runs.cancel(call.get()))) {
                Thread.sleep(AGAIN_AFTER);
            }
            call.ifPresent(id -> LOG.info("model call {} is cancelled if it runs", id));
            progress.end(partition, offset);
        } catch (InterruptedException e) {
            // The runner ends; the fact is read again by whoever goes on.
            Thread.currentThread().interrupt();
        }
    }

    private static boolean written(Runnable write) {
        try {
            write.run();
            return true;
        } catch (RunStoreException e) {
            LOG.warn("a cancellation waits for PostgreSQL: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
