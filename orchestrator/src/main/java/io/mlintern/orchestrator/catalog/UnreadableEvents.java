package io.mlintern.orchestrator.catalog;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.protocol.UnreadableRecord;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts what cannot be read on `events` to its dead letters, for all readers of that topic: the catalog reads every fact, so
/// that the others (model runner, streams to clients) only pass over it and one letter stands for all.
///
/// Dying before a letter is acknowledged: the batch comes again, and the letter with it. Between that and the commit of the
/// batch's offsets, which follows at once: it is written a second time, under the same place. After: not any more. Test:
/// `UnreadableEventsIT`.
final class UnreadableEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableEvents.class);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Producer<String, byte[]> producer;
    private final DeadLetters letters;
    private final Counter counter;
    private volatile boolean closed;

    /// A record, and why it cannot be read.
    record Unreadable(ConsumerRecord<String, byte[]> event, UnreadableRecord reason) {
        String sentence() {
            return reason.reason() + ": " + reason.getMessage();
        }
    }

    /// @param producer closed by [#close]
    UnreadableEvents(Producer<String, byte[]> producer, Counter counter) {
        this.producer = producer;
        this.letters = new DeadLetters(producer);
        this.counter = counter;
    }

    /// Returns when each is safe.
    ///
    /// @throws KafkaException when it is closed before
    void putAside(List<Unreadable> events) throws InterruptedException {
        for (Unreadable unreadable : events) {
            var event = unreadable.event();
            letters.insist(event, unreadable.sentence(), () -> closed);
            counter.inc();
            LOG.error(
                    "an event cannot be read and is put aside: {}-{} offset {}: {}",
                    event.topic(),
                    event.partition(),
                    event.offset(),
                    unreadable.sentence());
        }
    }

    @Override
    public void close() {
        closed = true;
        producer.close(CLOSING);
    }
}
