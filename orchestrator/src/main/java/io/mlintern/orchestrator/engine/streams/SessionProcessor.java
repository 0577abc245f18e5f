package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.SessionInput;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.UnreadableRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One step per input: read, decide, fold, write. An operation for a session that is not in the store waits at the [Door].
///
/// Everything that a step writes (state, next offset, facts, commands, dead letters) is in one transaction. Dying before
/// its commit leaves nothing and the input comes again; after it, the input does not come again. A failure of one session
/// is met before anything is written: its input goes to the dead letters, the session is quarantined, others go on.
final class SessionProcessor implements Processor<String, byte[], String, byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(SessionProcessor.class);
    private static final Duration DEADLINE_CHECK = Duration.ofMillis(500);

    private final ContextSource contexts;
    private final EngineMetrics metrics;
    private final PolledBatch batch;
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, Long> nextOffsets;
    private SessionSteps steps;
    private Door door;
    private Outputs outputs;

    SessionProcessor(ContextSource contexts, EngineMetrics metrics, PolledBatch batch) {
        this.contexts = contexts;
        this.metrics = metrics;
        this.batch = batch;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> given) {
        context = given;
        nextOffsets = given.getStateStore(Stores.NEXT_OFFSETS);
        outputs = new Outputs(given, metrics);
        door = new Door(given.getStateStore(Stores.PARKED));
        steps =
                new SessionSteps(
                        contexts,
                        metrics,
                        outputs,
                        given.getStateStore(Stores.SESSIONS),
                        new HandedOut(given.getStateStore(Stores.HANDED_OUT)));
        steps.noteDeadlines(now());
        batch.forget();
        given.schedule(DEADLINE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    @Override
    public void close() {
        batch.forget();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        if (isNew(from)) {
            take(Arrived.of(from, record));
            nextOffsets.put(from.topic(), from.offset() + 1);
        } else {
            metrics.replayed();
        }
        askForCommit();
    }

    private boolean isNew(RecordMetadata from) {
        Long next = nextOffsets.get(from.topic());
        return next == null || from.offset() >= next;
    }

    /// The same exactly-once commit, only at once when the polled batch is done.
    private void askForCommit() {
        if (batch.processedLast()) {
            context.commit();
        }
    }

    private void take(Arrived arrived) {
        try {
            Envelope<Message> envelope = Inputs.read(arrived.record());
            SessionInput input = Inputs.input(envelope);
            var session = new SessionId(envelope.message().key());
            if (input instanceof SessionInput.Submitted submitted && !steps.knows(session)) {
                atTheDoor(session, submitted.operation().operation(), arrived, envelope);
            } else {
                step(arrived, envelope, input);
            }
        } catch (UnreadableRecord e) {
            LOG.warn("an input cannot be read: {}", e.reason());
            outputs.deadLetter(arrived, e.reason().name() + ": " + e.getMessage());
        }
    }

    private void step(Arrived arrived, Envelope<Message> envelope, SessionInput input) {
        steps.take(
                        new SessionId(envelope.message().key()),
                        envelope.actor(),
                        input,
                        envelope.traceparent(),
                        now())
                .ifPresent(failure -> outputs.deadLetter(arrived, "the step failed: " + failure));
    }

    private void atTheDoor(
            SessionId session, Operation operation, Arrived arrived, Envelope<Message> envelope)
            throws UnreadableRecord {
        switch (operation) {
            case Operation.OpenSession _ -> {
                step(arrived, envelope, Inputs.input(envelope));
                List<Arrived> waiting = door.leave(session);
                if (steps.knows(session)) {
                    waiting.forEach(this::take);
                } else {
                    turnAway(waiting, "its session could not be opened");
                }
            }
            case Operation.SessionNotLoaded(String reason) ->
                    turnAway(door.leave(session), "its session cannot be loaded: " + reason);
            case Operation.UserInput _,
                    Operation.ExecApproval _,
                    Operation.Interrupt _,
                    Operation.Undo _,
                    Operation.Compact _,
                    Operation.New _,
                    Operation.Resume _,
                    Operation.Shutdown _,
                    Operation.SetModel _,
                    Operation.SetEffort _,
                    Operation.SetAutoApproval _,
                    Operation.Rename _,
                    Operation.Fork _ ->
                    park(session, arrived);
        }
    }

    private void park(SessionId session, Arrived arrived) {
        Optional<String> refusal = door.park(session, arrived);
        if (refusal.isPresent()) {
            LOG.warn("session {}: {}", session, refusal.get());
            outputs.deadLetter(arrived, refusal.get());
        } else {
            metrics.parked();
            askTheCatalog(now());
        }
    }

    private void turnAway(List<Arrived> waiting, String reason) {
        if (!waiting.isEmpty()) {
            LOG.warn("{} operations go to the dead letters: {}", waiting.size(), reason);
        }
        waiting.forEach(operation -> outputs.deadLetter(operation, reason));
    }

    private void askTheCatalog(Instant now) {
        for (SessionId session : door.toAsk(now, contexts.at(now).patience())) {
            LOG.info("session {} is not known here: the catalog is asked", session);
            outputs.askFor(session, now);
        }
    }

    private void look(long timestamp) {
        Instant now = Instant.ofEpochMilli(timestamp);
        steps.passDeadlines(now);
        askTheCatalog(now);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
