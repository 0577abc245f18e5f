package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ToolResult;
import java.util.Optional;

/// Tool calls are out. Each outcome is written as it comes; after the last one the model is asked again.
final class WhileRunningTools {
    private WhileRunningTools() {}

    static Decision decide(
            Phase.RunningTools running,
            SessionState state,
            SessionInput input,
            SessionContext context) {
        return switch (input) {
            case SessionInput.Submitted submitted ->
                    Operations.whileBusy(state, submitted.operation(), context);
            case SessionInput.FromTool fromTool ->
                    PendingCall.find(running.pending(), fromTool.result().callId())
                            .map(call -> reported(running, call, fromTool.result(), state, context))
                            .orElseGet(() -> LateResults.tool(state, fromTool.result(), context));
            case SessionInput.FromModel _ -> Decision.nothing(Decision.Dropped.SETTLED_CALL);
            case SessionInput.FromPeople _, SessionInput.DeadlinePassed _ ->
                    Decision.nothing(Decision.Dropped.NOT_AWAITED);
        };
    }

    private static Decision reported(
            Phase.RunningTools running,
            PendingCall call,
            ToolResult result,
            SessionState state,
            SessionContext context) {
        var draft = new Draft(state, context);
        switch (result) {
            case ToolResult.ToolStarted _ ->
                    draft.add(Fact.ToolStateChange.of(call.call(), call.tool(), "running"));
            case ToolResult.ToolAdvanced advanced -> draft.add(advanced(call, advanced));
            case ToolResult.ToolSettled settled -> settle(running, call, settled.outcome(), draft);
            // The executor's policy is stricter than ours was. There is nobody to ask yet, so the
            // call ends here.
            case ToolResult.PolicyChanged _ ->
                    settle(running, call, refused("the policy in force has changed"), draft);
            case ToolResult.GrantExpired _ ->
                    settle(running, call, refused("its approval has expired"), draft);
            case ToolResult.ToolPrepared _ -> {
                return Decision.nothing(Decision.Dropped.NOT_AWAITED);
            }
        }
        return draft.done();
    }

    private static void settle(
            Phase.RunningTools running, PendingCall call, CallOutcome outcome, Draft draft) {
        draft.add(output(call, outcome));
        ToolBatch.goOnWhenSettled(draft, running.iteration());
    }

    static Fact.ToolOutput output(PendingCall call, CallOutcome outcome) {
        return new Fact.ToolOutput(
                call.tool(),
                call.call(),
                Bounds.body(outcome.output()),
                outcome.success(),
                outcome.kind());
    }

    private static CallOutcome refused(String reason) {
        return new CallOutcome(CallOutcome.Kind.REFUSED, "Not run: " + reason + ".");
    }

    private static Fact.ToolStateChange advanced(
            PendingCall call, ToolResult.ToolAdvanced advanced) {
        return new Fact.ToolStateChange(
                call.call(),
                call.tool(),
                Bounds.label(advanced.state()),
                advanced.jobUrl().filter(Bounds::isLabel),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
