package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.runs.RunStoreException;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CancelCall;
import io.mlintern.protocol.UnreadableRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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

    private final Supplier<KafkaConsumer<String, byte[]>> members;
    private final String topic;
    private final DeadLetters deadLetters;
    private final Consumer<CallId> cancel;
    private final Thread thread;
    private volatile Optional<KafkaConsumer<String, byte[]>> reading = Optional.empty();
    private volatile boolean closed;

    CancellationConsumer(
            Supplier<KafkaConsumer<String, byte[]>> members,
            String topic,
            DeadLetters deadLetters,
            Consumer<CallId> cancel) {
        this.members = members;
        this.topic = topic;
        this.deadLetters = deadLetters;
        this.cancel = cancel;
        thread = Thread.ofPlatform().name("tool-cancellations").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// A member that fails is followed by a new one, which begins at what was committed: Kafka's is dead when the broker takes its
    /// name for another's, and what was polled and not marked would be passed over.
    private void run() {
        while (!closed) {
            try (var member = members.get()) {
                reading = Optional.of(member);
                member.subscribe(List.of(topic));
                while (!closed) step(member);
            } catch (WakeupException | InterruptException | InterruptedException _) {
                LOG.debug("no more cancellations are read");
                return;
            } catch (KafkaException e) {
                LOG.warn("cancellations cannot be read: {}", e.toString());
                pause();
            }
        }
    }

    private void step(KafkaConsumer<String, byte[]> member) throws InterruptedException {
        ConsumerRecords<String, byte[]> records = member.poll(POLL);
        for (var kafka : records) mark(kafka);
        if (!records.isEmpty()) member.commitSync();
    }

    private static void pause() {
        try {
            Thread.sleep(TRY_AGAIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
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
        reading.ifPresent(KafkaConsumer::wakeup);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
