package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Actor;
import io.mlintern.protocol.PlanItem;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import io.mlintern.protocol.Usage;
import java.util.List;
import java.util.Optional;

/// The next state in the making: a copy of one state in which some members are replaced. Lives within one step of the
/// reducer and is never shared.
final class SessionChange {
    private final SessionId id;
    private final Actor owner;
    SessionSettings settings;
    long seq;
    int turn;
    Phase phase;
    int historySize;
    List<QueuedOperation> queue;
    List<PlanItem> plan;
    SeenOperations seen;
    Guards guards;
    Optional<SessionState.Pinned> systemPrompt;
    Optional<SessionState.PinnedTools> tools;
    List<PendingCall> provisional;
    Usage usage;

    SessionChange(SessionState from) {
        id = from.id();
        owner = from.owner();
        settings = from.settings();
        seq = from.seq();
        turn = from.turn();
        phase = from.phase();
        historySize = from.historySize();
        queue = from.queue();
        plan = from.plan();
        seen = from.seen();
        guards = from.guards();
        systemPrompt = from.systemPrompt();
        tools = from.tools();
        provisional = from.provisional();
        usage = from.usage();
    }

    SessionState done() {
        return new SessionState(
                id,
                owner,
                settings,
                seq,
                turn,
                phase,
                historySize,
                queue,
                plan,
                seen,
                guards,
                systemPrompt,
                tools,
                provisional,
                usage);
    }
}
