package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.Command;
import io.mlintern.orchestrator.engine.Decision;
import io.mlintern.orchestrator.engine.SessionReducer;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.WireRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A decision made ready to write: the state that follows from it, and every record in order, as bytes that fit their
/// topics. Made whole before anything is written, so that a failure in it leaves nothing behind.
///
/// @param settled the calls that have an outcome now
record Step(Optional<Stored> state, List<Outgoing> records, List<CallId> settled) {
    static final String SERVICE = "orchestrator";

    record Outgoing(Topics topic, WireRecord record) {}

    /// A state and its bytes in the store.
    @SuppressWarnings("ArrayRecordComponent") // Lives within one step and is never compared.
    record Stored(SessionState state, byte[] bytes) {}

    /// @param before the state that was decided on; empty before a session's first fact
    /// @param owner whose session it is
    /// @throws IllegalStateException where a record would be larger than its topic takes
    static Step of(
            SessionId session,
            Optional<SessionState> before,
            Actor owner,
            Decision decision,
            Instant now,
            Optional<String> traceparent) {
        Optional<SessionState> state = before;
        List<Outgoing> records = new ArrayList<>();
        int signals = 0;
        for (var data : decision.events()) {
            long seq = state.map(SessionState::seq).orElse(0L);
            SessionEvent event;
            String id;
            switch (data) {
                case Fact fact -> {
                    event = SessionState.event(session, state, fact, now);
                    id = session + "-" + (seq + 1);
                    state = Optional.of(fold(state, event, owner));
                }
                case Signal signal -> {
                    int turn = state.map(SessionState::turn).orElse(0);
                    event = SessionEvent.signal(session, now, turn, signal);
                    id = session + "-" + seq + "-s" + signals++;
                }
            }
            records.add(outgoing(Topics.EVENTS, id, now, owner, traceparent, event));
        }
        decision.commands()
                .forEach(command -> records.add(outgoing(command, now, owner, traceparent)));
        return new Step(
                state.filter(after -> isNewer(after, before)).map(Step::stored),
                records,
                settled(decision));
    }

    private static List<CallId> settled(Decision decision) {
        return decision.events().stream()
                .filter(Fact.ToolOutput.class::isInstance)
                .map(data -> ((Fact.ToolOutput) data).toolCallId())
                .toList();
    }

    private static SessionState fold(
            Optional<SessionState> before, SessionEvent event, Actor owner) {
        return before.map(known -> SessionReducer.apply(known, event))
                .orElseGet(() -> SessionReducer.open(event, owner));
    }

    private static boolean isNewer(SessionState after, Optional<SessionState> before) {
        return before.isEmpty() || after.seq() > before.get().seq();
    }

    private static Stored stored(SessionState state) {
        byte[] bytes = Stores.write(state);
        RecordSize.check(Stores.SESSIONS, bytes.length);
        return new Stored(state, bytes);
    }

    private static Outgoing outgoing(
            Command command, Instant now, Actor owner, Optional<String> traceparent) {
        return switch (command) {
            case Command.RunTool(var call) ->
                    outgoing(
                            Topics.TOOL_CALLS,
                            call.callId().value(),
                            now,
                            owner,
                            traceparent,
                            call);
            case Command.StopTool(var cancel) ->
                    outgoing(
                            Topics.TOOL_CANCELLATIONS,
                            "cancel-" + cancel.callId(),
                            now,
                            owner,
                            traceparent,
                            cancel);
            case Command.AskPeople(var request) ->
                    outgoing(
                            Topics.APPROVAL_REQUESTS,
                            request.callId() + "-" + request.round() + "-requested",
                            now,
                            owner,
                            traceparent,
                            request);
            case Command.StopAsking(var withdrawn) ->
                    outgoing(
                            Topics.APPROVAL_REQUESTS,
                            withdrawn.callId() + "-" + withdrawn.round() + "-withdrawn",
                            now,
                            owner,
                            traceparent,
                            withdrawn);
        };
    }

    private static Outgoing outgoing(
            Topics topic,
            String id,
            Instant now,
            Actor owner,
            Optional<String> traceparent,
            Message message) {
        Envelope<Message> begun = Envelope.of(id, SERVICE, now, owner, message);
        WireRecord wire = Codec.write(traceparent.map(begun::inTrace).orElse(begun));
        RecordSize.check(topic.baseName(), RecordSize.of(wire));
        return new Outgoing(topic, wire);
    }
}
