package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.ToolResult;
import java.util.List;
import java.util.Optional;

/// The turn is being stopped. What had been said and done is kept; the turn closes when each running call has reported,
/// or when the patience for it has run out.
final class WhileInterrupting {
    private WhileInterrupting() {}

    static Decision decide(
            Phase.Interrupting stopping,
            SessionState state,
            SessionInput input,
            SessionContext context) {
        return switch (input) {
            case SessionInput.Submitted submitted
                    when submitted.operation().operation() instanceof Operation.Interrupt ->
                    interruptAgain(submitted.operation(), new Draft(state, context));
            case SessionInput.Submitted submitted ->
                    Operations.whileBusy(state, submitted.operation(), context);
            case SessionInput.FromModel(ModelResult.ModelSettled settled)
                    when stopping.model().filter(settled.callId()::equals).isPresent() ->
                    modelReported(settled, new Draft(state, context));
            case SessionInput.FromModel _ -> Decision.nothing(Decision.Dropped.SETTLED_CALL);
            case SessionInput.FromTool fromTool ->
                    PendingCall.find(stopping.tools(), fromTool.result().callId())
                            .map(call -> toolReported(call, fromTool.result(), state, context))
                            .orElseGet(() -> LateResults.tool(state, fromTool.result(), context));
            case SessionInput.DeadlinePassed passed
                    when passed.deadline().equals(stopping.deadline()) ->
                    giveUp(stopping, new Draft(state, context));
            case SessionInput.FromPeople _, SessionInput.DeadlinePassed _ ->
                    Decision.nothing(Decision.Dropped.NOT_AWAITED);
        };
    }

    /// It is remembered like any other operation: sent again later, it must not stop a later turn.
    private static Decision interruptAgain(SubmittedOperation again, Draft draft) {
        Operations.refuse(draft, again, "the turn is being interrupted already");
        return draft.done();
    }

    private static Decision modelReported(ModelResult.ModelSettled settled, Draft draft) {
        switch (settled.outcome()) {
            case ModelResult.Cancelled(String content, boolean streamed) ->
                    draft.add(partial(settled, content, streamed));
            // It had finished just before. Its text is kept; its calls never start.
            case ModelResult.Answered answer ->
                    draft.add(partial(settled, answer.content(), answer.streamed()));
            case ModelResult.Failed _ -> draft.add(partial(settled, "", false));
        }
        Turns.interrupted(draft);
        return draft.done();
    }

    private static Fact.AssistantMessage partial(
            ModelResult.ModelSettled settled, String content, boolean streamed) {
        return new Fact.AssistantMessage(
                settled.callId(),
                Bounds.body(content),
                List.of(),
                Optional.empty(),
                "interrupted",
                streamed,
                settled.attempt());
    }

    private static Decision toolReported(
            PendingCall call, ToolResult result, SessionState state, SessionContext context) {
        if (!(result instanceof ToolResult.ToolSettled settled)) {
            return Decision.nothing(Decision.Dropped.NOT_AWAITED);
        }
        var draft = new Draft(state, context);
        draft.add(WhileRunningTools.output(call, settled.outcome()));
        if (draft.state().phase() instanceof Phase.Interrupting left && left.isEmpty()) {
            Turns.interrupted(draft);
        }
        return draft.done();
    }

    private static Decision giveUp(Phase.Interrupting stopping, Draft draft) {
        for (PendingCall call : stopping.tools()) {
            draft.add(
                    WhileRunningTools.output(
                            call,
                            new CallOutcome(
                                    CallOutcome.Kind.CANCELLED,
                                    "Stopped on request; it has not reported whether it took effect.")));
        }
        Turns.interrupted(draft);
        return draft.done();
    }
}
