package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.Patience;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.SessionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The deadlines of one task's sessions, in memory: made anew from the store at each start. Used by the stream thread
/// alone.
final class Deadlines {
    private final Map<SessionId, Due> bySession = new HashMap<>();

    record Due(SessionId session, Actor owner, Instant at) {}

    void note(SessionState state, Patience patience) {
        state.deadline(patience)
                .ifPresentOrElse(
                        at -> bySession.put(state.id(), new Due(state.id(), state.owner(), at)),
                        () -> bySession.remove(state.id()));
    }

    /// Those that have passed; each is given once.
    List<Due> due(Instant now) {
        List<Due> due = bySession.values().stream().filter(one -> !one.at().isAfter(now)).toList();
        due.forEach(passed -> bySession.remove(passed.session()));
        return due;
    }
}
