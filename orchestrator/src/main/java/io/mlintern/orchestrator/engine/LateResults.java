package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ToolResult;

/// Results of calls that are settled already. A definite outcome after a provisional one is kept; all else is a duplicate.
final class LateResults {
    private LateResults() {}

    static Decision tool(SessionState state, ToolResult result, SessionContext context) {
        if (result instanceof ToolResult.ToolSettled settled
                && settled.outcome().kind().isDefinite()) {
            return PendingCall.find(state.provisional(), settled.callId())
                    .map(pending -> amend(state, pending, settled, context))
                    .orElseGet(() -> Decision.nothing(Decision.Dropped.SETTLED_CALL));
        }
        return Decision.nothing(Decision.Dropped.SETTLED_CALL);
    }

    private static Decision amend(
            SessionState state,
            PendingCall pending,
            ToolResult.ToolSettled settled,
            SessionContext context) {
        var draft = new Draft(state, context);
        draft.add(
                new Fact.ToolOutputAmended(
                        pending.tool(),
                        pending.call(),
                        Bounds.body(settled.outcome().output()),
                        settled.outcome().success(),
                        settled.outcome().kind()));
        return draft.done();
    }
}
