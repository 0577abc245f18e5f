package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.Decision;
import io.mlintern.orchestrator.engine.SessionDecider;
import io.mlintern.orchestrator.engine.SessionInput;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.WireRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
    private KeyValueStore<String, SessionState> sessions;
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
            all.forEachRemaining(entry -> deadlines.note(entry.value));
        }
        given.schedule(DEADLINE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::passDeadlines);
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
            Envelope<Message> envelope = Inputs.read(record.headers(), record.value());
            SessionInput input = Inputs.input(envelope);
            step(envelope, input, record);
        } catch (UnreadableRecord e) {
            LOG.warn("an input cannot be read: {}", e.getMessage());
            deadLetter(record, e.reason().name() + ": " + e.getMessage());
        }
    }

    private void step(
            Envelope<Message> envelope, SessionInput input, Record<String, byte[]> record) {
        var session = new SessionId(envelope.message().key());
        Optional<SessionState> before = Optional.empty();
        try {
            before = Optional.ofNullable(sessions.get(session.value()));
            carryOut(session, before, envelope.actor(), input, envelope.traceparent());
        } catch (RuntimeException e) {
            LOG.error("session {} is quarantined: its step failed", session, e);
            quarantine(session, before, envelope.actor(), e);
            deadLetter(record, "the step failed: " + e.getClass().getSimpleName());
        }
    }

    private void carryOut(
            SessionId session,
            Optional<SessionState> before,
            Actor actor,
            SessionInput input,
            Optional<String> traceparent) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        var snapshot = contexts.at(now);
        Decision decision =
                before.isPresent()
                        ? SessionDecider.decide(before.get(), input, snapshot)
                        : SessionDecider.open(input, snapshot);
        decision.dropped().ifPresent(metrics::dropped);
        Actor owner = before.map(SessionState::owner).orElse(actor);
        List<WireRecord> events;
        List<WireRecord> commands;
        Step step = Step.of(session, before, owner, decision, now, traceparent);
        events = step.events().stream().map(Codec::write).toList();
        commands = step.commands().stream().map(Codec::write).toList();
        write(session, before, step.state());
        events.forEach(event -> forward(event, now, Topics.EVENTS.baseName()));
        for (int i = 0; i < commands.size(); i++) {
            forward(commands.get(i), now, sink(step.commands().get(i).message()));
        }
        metrics.stepped();
    }

    private void write(
            SessionId session, Optional<SessionState> before, Optional<SessionState> after) {
        if (after.isPresent() && !after.equals(before)) {
            sessions.put(session.value(), after.get());
            deadlines.note(after.get());
        }
    }

    private static String sink(Message command) {
        return command instanceof io.mlintern.protocol.CancelCall
                ? Topics.TOOL_CANCELLATIONS.baseName()
                : Topics.TOOL_CALLS.baseName();
    }

    private void quarantine(
            SessionId session, Optional<SessionState> before, Actor actor, RuntimeException why) {
        metrics.quarantined();
        if (before.isEmpty()) {
            return;
        }
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        var fact = new Fact.SessionQuarantined(why.getClass().getSimpleName());
        var decision = new Decision(List.of(fact), List.of(), Optional.empty());
        Step step = Step.of(session, before, actor, decision, now, Optional.empty());
        write(session, before, step.state());
        step.events().forEach(event -> forward(Codec.write(event), now, Topics.EVENTS.baseName()));
    }

    private void passDeadlines(long timestamp) {
        Instant now = Instant.ofEpochMilli(timestamp);
        for (var due : deadlines.due(now)) {
            SessionState state = sessions.get(due.session().value());
            if (state != null) {
                carryOut(
                        due.session(),
                        Optional.of(state),
                        state.owner(),
                        new SessionInput.DeadlinePassed(due.at()),
                        Optional.empty());
            }
        }
    }

    private void forward(WireRecord wire, Instant now, String sink) {
        Headers headers = new RecordHeaders();
        wire.headers()
                .forEach(
                        (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        context.forward(new Record<>(wire.key(), wire.value(), now.toEpochMilli(), headers), sink);
    }

    private void deadLetter(Record<String, byte[]> record, String reason) {
        metrics.deadLettered();
        RecordMetadata from = context.recordMetadata().orElseThrow();
        Headers headers = new RecordHeaders(record.headers());
        headers.add("dlq_topic", from.topic().getBytes(StandardCharsets.UTF_8));
        headers.add("dlq_partition", text(from.partition()));
        headers.add("dlq_offset", text(from.offset()));
        headers.add("dlq_reason", reason.getBytes(StandardCharsets.UTF_8));
        context.forward(
                new Record<>(record.key(), record.value(), context.currentSystemTimeMs(), headers),
                EngineTopology.DEAD_LETTERS);
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }
}
