package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.Decision;
import io.mlintern.orchestrator.engine.Quarantine;
import io.mlintern.orchestrator.engine.SessionContext;
import io.mlintern.orchestrator.engine.SessionDecider;
import io.mlintern.orchestrator.engine.SessionInput;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.SessionId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of one task: decides on an input, folds what was decided, writes it. Used by the stream thread alone.
final class SessionSteps {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSteps.class);

    private final ContextSource contexts;
    private final EngineMetrics metrics;
    private final Outputs outputs;
    private final KeyValueStore<String, byte[]> sessions;
    private final HandedOut handedOut;
    private final Deadlines deadlines = new Deadlines();

    SessionSteps(
            ContextSource contexts,
            EngineMetrics metrics,
            Outputs outputs,
            KeyValueStore<String, byte[]> sessions,
            HandedOut handedOut) {
        this.contexts = contexts;
        this.metrics = metrics;
        this.outputs = outputs;
        this.sessions = sessions;
        this.handedOut = handedOut;
    }

    boolean knows(SessionId session) {
        return sessions.get(session.value()) != null;
    }

    /// Makes all deadlines anew from the store, at a start.
    void noteDeadlines(Instant now) {
        var patience = contexts.at(now).patience();
        try (var all = sessions.all()) {
            all.forEachRemaining(
                    entry -> {
                        try {
                            deadlines.note(Stores.read(entry.value), patience);
                        } catch (SerializationException e) {
                            LOG.error(
                                    "the stored state of session {} cannot be read", entry.key, e);
                        }
                    });
        }
    }

    void passDeadlines(Instant now) {
        for (var due : deadlines.due(now)) {
            var passed = new SessionInput.DeadlinePassed(due.at());
            var _ = take(due.session(), due.owner(), passed, Optional.empty(), now);
        }
    }

    /// Answers the name of the failure that quarantined the session, where one did.
    ///
    /// Only what is made before the first write can be met like this. What the store or the broker throws goes up and stops
    /// the task: to go on after it would be to go on outside the transaction.
    Optional<String> take(
            SessionId session,
            Actor actor,
            SessionInput input,
            Optional<String> traceparent,
            Instant now) {
        SessionContext known = contexts.at(now).with(handedOut);
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
            metrics.quarantined();
            before.ifPresent(state -> quarantine(state, e.getClass().getSimpleName(), known));
            return Optional.of(e.getClass().getSimpleName());
        }
        decision.dropped().ifPresent(metrics::dropped);
        write(session, step, known);
        metrics.stepped();
        return Optional.empty();
    }

    private void quarantine(SessionState state, String reason, SessionContext known) {
        closing(state, known, () -> Quarantine.of(state, reason, known))
                .or(() -> closing(state, known, () -> Quarantine.bare(reason)))
                .ifPresent(step -> write(state.id(), step, known));
    }

    /// Empty where even that fails: the state stays as it is, and its inputs go to the dead letters one by one.
    private static Optional<Step> closing(
            SessionState state, SessionContext known, Supplier<Decision> decision) {
        try {
            return Optional.of(
                    Step.of(
                            state.id(),
                            Optional.of(state),
                            state.owner(),
                            decision.get(),
                            known.now(),
                            Optional.empty()));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("session {} cannot be closed like that", state.id(), e);
            return Optional.empty();
        }
    }

    private void write(SessionId session, Step step, SessionContext known) {
        step.state()
                .ifPresent(
                        after -> {
                            sessions.put(session.value(), after.bytes());
                            deadlines.note(after.state(), known.patience());
                        });
        handedOut.follow(step);
        outputs.forward(step, known.now());
    }
}
