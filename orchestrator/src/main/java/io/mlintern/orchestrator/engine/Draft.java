package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.CancelCall;
import io.mlintern.protocol.EventData;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A decision in the making. Each fact is folded as it is added, so that the next one is decided on the state that it
/// will really meet, and its `seq` is known.
final class Draft {
    private final SessionContext context;
    private final List<EventData> events = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private SessionState state;

    Draft(SessionState state, SessionContext context) {
        this.state = state;
        this.context = context;
    }

    SessionState state() {
        return state;
    }

    SessionContext context() {
        return context;
    }

    /// Adds a fact and answers its `seq`.
    long add(Fact fact) {
        state =
                SessionReducer.apply(
                        state,
                        SessionState.event(state.id(), Optional.of(state), fact, context.now()));
        events.add(fact);
        return state.seq();
    }

    void say(String line) {
        events.add(
                new Signal.ToolLog(
                        Signal.ToolLog.SYSTEM,
                        line,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    void run(ToolCall call) {
        commands.add(new Command.RunTool(call));
    }

    void stop(PendingCall pending) {
        commands.add(new Command.StopTool(new CancelCall(pending.call(), state.id())));
    }

    void ask(ApprovalRequest.Requested request) {
        commands.add(new Command.AskPeople(request));
    }

    void withdraw(ApprovalRequest.Withdrawn withdrawn) {
        commands.add(new Command.StopAsking(withdrawn));
    }

    Decision done() {
        return new Decision(events, commands, Optional.empty());
    }
}
