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
                    running.find(fromTool.result().callId())
                            .map(call -> reported(running, call, fromTool.result(), state, context))
                            .orElseGet(() -> LateResults.tool(state, fromTool.result(), context));
            case SessionInput.FromModel _ -> Decision.nothing(Decision.Dropped.SETTLED_CALL);
            case SessionInput.DeadlinePassed passed ->
                    Backstop.tools(running, state, passed, context);
            case SessionInput.FromPeople people ->
                    Approvals.answered(running, people.outcome(), state, context);
        };
    }

    private static Decision reported(
            Phase.RunningTools running,
            OpenCall call,
            ToolResult result,
            SessionState state,
            SessionContext context) {
        if (isKnown(call, result)) {
            return Decision.nothing(Decision.Dropped.NOT_AWAITED);
        }
        var draft = new Draft(state, context);
        switch (result) {
            case ToolResult.ToolStarted _ ->
                    draft.add(Fact.ToolStateChange.of(call.call(), call.tool(), "running"));
            case ToolResult.ToolAdvanced advanced -> draft.add(advanced(call, advanced));
            case ToolResult.ToolSettled settled -> {
                Approvals.withdraw(call, draft);
                draft.add(output(call.pending(), settled.outcome()));
            }
            case ToolResult.PolicyChanged changed ->
                    Backstop.sentBack(
                            call,
                            Fact.SentBackReason.POLICY_CHANGED,
                            Optional.of(changed.policyVersion()),
                            draft);
            case ToolResult.GrantExpired _ ->
                    Backstop.sentBack(
                            call, Fact.SentBackReason.GRANT_EXPIRED, Optional.empty(), draft);
            case ToolResult.ToolPrepared _ -> {
                return Decision.nothing(Decision.Dropped.NOT_AWAITED);
            }
        }
        ToolBatch.goOnWhenSettled(draft, running.iteration());
        return draft.done();
    }

    /// A start is told once for each attempt, a call that is to be judged again may have been sent back twice, and of one that
    /// people are asked about again only an outcome counts.
    private static boolean isKnown(OpenCall call, ToolResult result) {
        if (call.isWaitingForPeople()) {
            return !(result instanceof ToolResult.ToolSettled);
        }
        return switch (result) {
            case ToolResult.ToolStarted _ -> call.watch().isEmpty();
            case ToolResult.PolicyChanged _, ToolResult.GrantExpired _ ->
                    call.watch().filter(Watch.SentBack.class::isInstance).isPresent();
            case ToolResult.ToolAdvanced _, ToolResult.ToolPrepared _, ToolResult.ToolSettled _ ->
                    false;
        };
    }

    static Fact.ToolOutput output(PendingCall call, CallOutcome outcome) {
        return new Fact.ToolOutput(
                call.tool(),
                call.call(),
                Bounds.body(outcome.output()),
                outcome.success(),
                outcome.kind());
    }

    private static Fact.ToolStateChange advanced(OpenCall call, ToolResult.ToolAdvanced advanced) {
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
