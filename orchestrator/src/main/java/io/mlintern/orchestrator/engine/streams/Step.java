package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.Command;
import io.mlintern.orchestrator.engine.Decision;
import io.mlintern.orchestrator.engine.SessionReducer;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A decision made ready to write: the state that follows from it, and every record in order. Made whole before anything
/// is written, so that a failure in it leaves nothing behind.
record Step(
        Optional<SessionState> state,
        List<Envelope<SessionEvent>> events,
        List<Envelope<?>> commands) {
    private static final String SERVICE = "orchestrator";

    /// @param before the state that was decided on; empty before a session's first fact
    /// @param owner whose session it is
    static Step of(
            SessionId session,
            Optional<SessionState> before,
            Actor owner,
            Decision decision,
            Instant now,
            Optional<String> traceparent) {
        Optional<SessionState> state = before;
        List<Envelope<SessionEvent>> events = new ArrayList<>();
        int signals = 0;
        for (var data : decision.events()) {
            long seq = state.map(SessionState::seq).orElse(0L);
            int turn = state.map(SessionState::turn).orElse(0);
            SessionEvent event;
            String id;
            switch (data) {
                case Fact fact -> {
                    int factTurn = fact instanceof Fact.Processing ? turn + 1 : turn;
                    event = SessionEvent.fact(session, seq + 1, now, factTurn, fact);
                    id = session + "-" + (seq + 1);
                    state =
                            Optional.of(
                                    state.isPresent()
                                            ? SessionReducer.apply(state.get(), event)
                                            : SessionReducer.open(event, owner));
                }
                case Signal signal -> {
                    event = SessionEvent.signal(session, now, turn, signal);
                    id = session + "-" + seq + "-s" + signals++;
                }
            }
            events.add(envelope(id, now, owner, traceparent, event));
        }
        return new Step(state, events, commands(decision, now, owner, traceparent));
    }

    private static List<Envelope<?>> commands(
            Decision decision, Instant now, Actor owner, Optional<String> traceparent) {
        List<Envelope<?>> envelopes = new ArrayList<>();
        for (Command command : decision.commands()) {
            envelopes.add(
                    switch (command) {
                        case Command.RunTool(var call) ->
                                envelope(call.callId().value(), now, owner, traceparent, call);
                        case Command.StopTool(var cancel) ->
                                envelope(
                                        "cancel-" + cancel.callId(),
                                        now,
                                        owner,
                                        traceparent,
                                        cancel);
                    });
        }
        return envelopes;
    }

    private static <T extends Message> Envelope<T> envelope(
            String id, Instant now, Actor owner, Optional<String> traceparent, T message) {
        return new Envelope<>(id, "/mlintern/" + SERVICE, now, owner, traceparent, message);
    }
}
