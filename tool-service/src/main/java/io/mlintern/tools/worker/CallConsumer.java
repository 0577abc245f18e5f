package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.runs.RunExecutor;
import io.mlintern.kit.runs.RunRequest;
import io.mlintern.kit.runs.RunStoreException;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.UnreadableRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes tool calls that are handed out, claims them, and acknowledges at once: nothing is held while
/// a tool runs. Polls only while there is a free slot and a claim can be written.
///
/// Dying between claim and acknowledgement: the record comes again and finds its row. Test:
/// `ToolWorkerIT`. What cannot be claimed is given back once, and claimed as soon as that works.
/// Test: `CallConsumerIT`.
final class CallConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration TRY_AGAIN = Duration.ofMillis(500);

    /// Less than the time after which the broker hands a record to somebody else.
    private static final Duration HOLD_AT_MOST = Duration.ofSeconds(10);

    private final HandOuts handOuts;
    private final DeadLetters deadLetters;
    private final Toolbox tools;
    private final RunExecutor executor;
    private final Duration holdAtMost;
    private final Thread thread;
    private volatile boolean closed;

    CallConsumer(HandOuts handOuts, DeadLetters deadLetters, Toolbox tools, RunExecutor executor) {
        this(handOuts, deadLetters, tools, executor, HOLD_AT_MOST);
    }

    /// @param holdAtMost how long it tries to claim a record before it gives it back
    CallConsumer(
            HandOuts handOuts,
            DeadLetters deadLetters,
            Toolbox tools,
            RunExecutor executor,
            Duration holdAtMost) {
        this.handOuts = handOuts;
        this.deadLetters = deadLetters;
        this.tools = tools;
        this.executor = executor;
        this.holdAtMost = holdAtMost;
        thread = Thread.ofPlatform().name("tool-calls").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (handOuts) {
            while (!closed) step();
        } catch (WakeupException | InterruptException | InterruptedException _) {
            LOG.debug("no more calls are taken");
        }
    }

    private void step() throws InterruptedException {
        if (executor.freeSlots() == 0) {
            Thread.sleep(PAUSE);
            return;
        }
        try {
            take(handOuts.poll(POLL));
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("tool calls cannot be taken: {}", e.toString());
            Thread.sleep(TRY_AGAIN);
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        if (records.isEmpty()) return;
        List<RunRequest> requests = new ArrayList<>();
        for (var kafka : records) request(kafka).ifPresent(requests::add);
        boolean claimed = requests.isEmpty() || claim(requests);
        var answer = claimed ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE;
        records.forEach(kafka -> handOuts.acknowledge(kafka, answer));
        var failures = handOuts.commit();
        failures.forEach(
                (partition, failure) ->
                        failure.ifPresent(e -> LOG.warn("{} was not acknowledged", partition, e)));
        // Given back they come again, and the fifth time would be the last.
        while (!claimed && !closed) claimed = claim(requests);
    }

    private boolean claim(List<RunRequest> requests) throws InterruptedException {
        long until = System.nanoTime() + holdAtMost.toNanos();
        while (true) {
            try {
                var _ = executor.submit(requests);
                return true;
            } catch (RunStoreException e) {
                LOG.warn("{} calls cannot be claimed: {}", requests.size(), e.getMessage());
                if (closed || System.nanoTime() > until) return false;
                Thread.sleep(TRY_AGAIN);
            } catch (IllegalStateException e) {
                return false; // closed meanwhile: others take them
            }
        }
    }

    private Optional<RunRequest> request(ConsumerRecord<String, byte[]> kafka)
            throws InterruptedException {
        try {
            Envelope<?> envelope = Records.read(kafka);
            if (envelope.message() instanceof ToolCall call) {
                var recovery = tools.recovery(call.tool());
                var payload = HandedOutCall.of(envelope, call).payload();
                return Optional.of(new RunRequest(call.callId(), recovery, payload));
            }
            return bury(kafka, "no tool call");
        } catch (UnreadableRecord e) {
            return bury(kafka, e.reason() + ": " + e.getMessage());
        }
    }

    private Optional<RunRequest> bury(ConsumerRecord<String, byte[]> kafka, String reason)
            throws InterruptedException {
        LOG.warn("a record of {} is unreadable: {}", kafka.topic(), reason);
        Outbox.await(deadLetters.put(kafka, reason));
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        handOuts.wakeUp();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
