package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.PlanItem;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import io.mlintern.protocol.ToolName;
import io.mlintern.protocol.Usage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the engine knows of a session: small, and exactly the fold of the session's facts. Texts are not here.
///
/// @param seq of the newest fact
/// @param turn the newest turn, from 1; 0 before the first
/// @param historySize messages in the conversation, the system prompt included
/// @param provisional calls whose outcome may still be amended
public record SessionState(
        SessionId id,
        Actor owner,
        SessionSettings settings,
        long seq,
        int turn,
        Phase phase,
        int historySize,
        List<QueuedOperation> queue,
        List<PlanItem> plan,
        SeenOperations seen,
        Guards guards,
        Optional<Pinned> systemPrompt,
        Optional<PinnedTools> tools,
        List<PendingCall> provisional,
        Usage usage) {

    /// The system prompt in force: the fact that has it, and its version.
    public record Pinned(long seq, String version) {}

    /// The tools of the turn: the fact that has them, and their versions.
    public record PinnedTools(long seq, Map<ToolName, String> versions) {
        public PinnedTools {
            versions = Map.copyOf(versions);
        }
    }

    public SessionState {
        queue = List.copyOf(queue);
        plan = List.copyOf(plan);
        provisional = List.copyOf(provisional);
    }

    static SessionState opened(SessionId id, Actor owner, SessionSettings settings) {
        return new SessionState(
                id,
                owner,
                settings,
                0,
                0,
                new Phase.Idle(),
                0,
                List.of(),
                List.of(),
                SeenOperations.NONE,
                Guards.FRESH,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Usage.NONE);
    }

    /// When the engine has to look again by itself.
    public Optional<Instant> deadline(Patience patience) {
        return switch (phase) {
            case Phase.AwaitingModel waiting ->
                    waiting.unheard().map(it -> it.handedOut().due(patience));
            case Phase.RunningTools running ->
                    running.pending().stream()
                            .flatMap(call -> call.watch().stream())
                            .map(watch -> watch.due(patience))
                            .min(Comparator.naturalOrder());
            case Phase.Interrupting interrupting -> Optional.of(interrupting.deadline());
            case Phase.Idle _, Phase.Ended _, Phase.Quarantined _ -> Optional.empty();
        };
    }

    /// A fact as the next event of a session.
    ///
    /// @param before the state that it meets; empty for a session's first fact
    public static SessionEvent event(
            SessionId session, Optional<SessionState> before, Fact fact, Instant time) {
        long seq = before.map(SessionState::seq).orElse(0L) + 1;
        int turn = before.map(SessionState::turn).orElse(0);
        // A turn's first fact belongs to it already.
        int factTurn = fact instanceof Fact.Processing ? turn + 1 : turn;
        return SessionEvent.fact(session, seq, time, factTurn, fact);
    }

    boolean planIsUnfinished() {
        return plan.stream().anyMatch(item -> item.status() != PlanItem.Status.COMPLETED);
    }

    SessionChange change() {
        return new SessionChange(this);
    }
}
