package io.mlintern.orchestrator.engine.streams;

import io.mlintern.kit.kafka.Records;
import io.mlintern.orchestrator.engine.Decision;
import io.mlintern.orchestrator.engine.SessionContext;
import io.mlintern.orchestrator.engine.SessionDecider;
import io.mlintern.orchestrator.engine.SessionInput;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.WireRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One step per input: read, decide, fold, write.
///
/// Everything that a step writes (state, next offset, facts, commands, dead letters) is in one transaction. Dying before
/// its commit leaves nothing and the input comes again; after it, the input does not come again. A failure of one session
/// is met before anything is written: its input goes to the dead letters, the session is quarantined, others go on.
final class SessionProcessor implements Processor<String, byte[], String, byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(SessionProcessor.class);
    private static final Duration DEADLINE_CHECK = Duration.ofMillis(500);
    private static final long COMMIT_AT_MOST_EACH_NANOS = 2_000_000;

    private final ContextSource contexts;
    private final EngineMetrics metrics;
    private final PolledBatch batch;
    private final Deadlines deadlines = new Deadlines();
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> sessions;
    private KeyValueStore<String, Long> nextOffsets;
    private long lastCommitNanos = System.nanoTime();

    SessionProcessor(ContextSource contexts, EngineMetrics metrics, PolledBatch batch) {
        this.contexts = contexts;
        this.metrics = metrics;
        this.batch = batch;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> given) {
        context = given;
        sessions = given.getStateStore(Stores.SESSIONS);
        nextOffsets = given.getStateStore(Stores.NEXT_OFFSETS);
        batch.forget();
        try (var all = sessions.all()) {
            all.forEachRemaining(entry -> noteDeadline(entry.key, entry.value));
        }
        given.schedule(DEADLINE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::passDeadlines);
    }

    @Override
    public void close() {
        batch.forget();
    }

    private void noteDeadline(String session, byte[] stored) {
        try {
            deadlines.note(Stores.read(stored));
        } catch (SerializationException e) {
            LOG.error("the stored state of session {} cannot be read", session, e);
        }
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        if (isNew(from)) {
            take(record);
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
        long now = System.nanoTime();
        if (batch.processedLast() && now - lastCommitNanos >= COMMIT_AT_MOST_EACH_NANOS) {
            lastCommitNanos = now;
            context.commit();
        }
    }

    private void take(Record<String, byte[]> record) {
        try {
            Envelope<Message> envelope = Inputs.read(record);
            step(
                            new SessionId(envelope.message().key()),
                            envelope.actor(),
                            Inputs.input(envelope),
                            envelope.traceparent())
                    .ifPresent(
                            failure ->
                                    deadLetter(
                                            record,
                                            "the step failed: "
                                                    + failure.getClass().getSimpleName()));
        } catch (UnreadableRecord e) {
            LOG.warn("an input cannot be read: {}", e.reason());
            deadLetter(record, e.reason().name() + ": " + e.getMessage());
        }
    }

    /// Answers the failure that quarantined the session, where one did.
    ///
    /// Only what is made before the first write can be met like this. What the store or the broker throws goes up and stops
    /// the task: to go on after it would be to go on outside the transaction.
    private Optional<Throwable> step(
            SessionId session, Actor actor, SessionInput input, Optional<String> traceparent) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        SessionContext known = contexts.at(now);
        byte[] stored = sessions.get(session.value());
        Optional<SessionState> before = Optional.empty();
        Step step;
        Decision decision;
        try {
            before = Optional.ofNullable(stored).map(Stores::read);
            decision =
                    before.isPresent()
                            ? SessionDecider.decide(before.get(), input, known)
                            : SessionDecider.open(input, known);
            Actor owner = before.map(SessionState::owner).orElse(actor);
            step = Step.of(session, before, owner, decision, now, traceparent);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("session {} is quarantined: its step failed", session, e);
            quarantine(session, before, e);
            return Optional.of(e);
        }
        decision.dropped().ifPresent(metrics::dropped);
        write(session, step, now);
        metrics.stepped();
        return Optional.empty();
    }

    private void quarantine(SessionId session, Optional<SessionState> before, Throwable why) {
        metrics.quarantined();
        before.ifPresent(
                state -> {
                    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
                    var fact = new Fact.SessionQuarantined(why.getClass().getSimpleName());
                    var decision = new Decision(List.of(fact), List.of(), Optional.empty());
                    write(
                            session,
                            Step.of(
                                    session,
                                    before,
                                    state.owner(),
                                    decision,
                                    now,
                                    Optional.empty()),
                            now);
                });
    }

    private void write(SessionId session, Step step, Instant now) {
        step.state()
                .ifPresent(
                        after -> {
                            sessions.put(session.value(), after.bytes());
                            deadlines.note(after.state());
                        });
        step.records()
                .forEach(outgoing -> forward(outgoing.record(), now, outgoing.topic().baseName()));
    }

    private void passDeadlines(long timestamp) {
        for (var due : deadlines.due(Instant.ofEpochMilli(timestamp))) {
            step(
                    due.session(),
                    due.owner(),
                    new SessionInput.DeadlinePassed(due.at()),
                    Optional.empty());
        }
    }

    private void forward(WireRecord wire, Instant now, String sink) {
        context.forward(
                new Record<>(wire.key(), wire.value(), now.toEpochMilli(), Records.headers(wire)),
                sink);
    }

    private void deadLetter(Record<String, byte[]> record, String reason) {
        metrics.deadLettered();
        RecordMetadata from = context.recordMetadata().orElseThrow();
        context.forward(
                DeadLetter.of(record, from, reason, context.currentSystemTimeMs()),
                EngineTopology.DEAD_LETTERS);
    }
}
