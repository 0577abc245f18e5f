package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.ModelResult.Answered;
import io.mlintern.protocol.Usage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A model call is out: its answer is a final text, tool calls, or a failure.
final class WhileAwaitingModel {
    /// The provider's word for an answer that was cut by the output limit.
    private static final String CUT = "length";

    private static final int NAME_SHOWN_BYTES = 64;
    private static final int NAMES_SHOWN = 20;

    private WhileAwaitingModel() {}

    static Decision decide(
            Phase.AwaitingModel waiting,
            SessionState state,
            SessionInput input,
            SessionContext context) {
        return switch (input) {
            case SessionInput.Submitted submitted ->
                    Operations.whileBusy(state, submitted.operation(), context);
            case SessionInput.FromModel(ModelResult.ModelSettled settled)
                    when settled.callId().equals(waiting.call()) ->
                    settled(waiting, settled, new Draft(state, context));
            case SessionInput.FromModel(ModelResult.ModelStarted started)
                    when started.callId().equals(waiting.call()) ->
                    started(waiting, started, new Draft(state, context));
            case SessionInput.FromModel _ -> Decision.nothing(Decision.Dropped.SETTLED_CALL);
            case SessionInput.FromTool late -> LateResults.tool(state, late.result(), context);
            case SessionInput.DeadlinePassed passed ->
                    Backstop.model(waiting, state, passed, context);
            case SessionInput.FromPeople _ -> Decision.nothing(Decision.Dropped.NOT_AWAITED);
        };
    }

    private static Decision started(
            Phase.AwaitingModel waiting, ModelResult.ModelStarted started, Draft draft) {
        if (waiting.unheard().isEmpty()) {
            return Decision.nothing(Decision.Dropped.NOT_AWAITED);
        }
        draft.add(new Fact.ModelCallStarted(started.callId(), started.attempt()));
        return draft.done();
    }

    private static Decision settled(
            Phase.AwaitingModel waiting, ModelResult.ModelSettled settled, Draft draft) {
        switch (settled.outcome()) {
            case Answered answer -> answered(waiting, settled, answer, draft);
            case ModelResult.Failed failed -> Turns.fail(draft, failed.detail(), failed.code());
            case ModelResult.Cancelled _ ->
                    Turns.fail(draft, "the model call was stopped", ErrorCode.INTERNAL);
        }
        return draft.done();
    }

    private static void answered(
            Phase.AwaitingModel waiting,
            ModelResult.ModelSettled settled,
            Answered answer,
            Draft draft) {
        boolean tooLarge = Bounds.exceededBy(answer);
        boolean cut =
                tooLarge || (answer.finishReason().equals(CUT) && !answer.toolCalls().isEmpty());
        List<Fact.RequestedCall> calls =
                cut ? List.of() : ToolBatch.read(draft.state(), waiting.iteration(), answer);
        draft.add(message(settled, answer, calls));
        draft.add(telemetry(draft.state(), settled, answer));
        if (answer.streamed()) {
            draft.add(new Fact.AssistantStreamEnd(settled.callId()));
        }
        if (cut) {
            sendBack(answer, tooLarge, draft);
            Turns.askModel(draft, waiting.iteration() + 1);
        } else if (calls.isEmpty()) {
            textOnly(waiting, answer, draft);
        } else {
            ToolBatch.start(calls, waiting.iteration(), draft);
        }
    }

    private static void textOnly(Phase.AwaitingModel waiting, Answered answer, Draft draft) {
        SessionState state = draft.state();
        boolean mayGoOn = state.guards().textOnlyReplies() < Guards.TEXT_ONLY_REPLIES;
        if (state.planIsUnfinished() && mayGoOn) {
            draft.add(
                    new Fact.SteeringAdded(
                            Fact.SteeringReason.CONTINUATION_GUARD, Steering.unfinished(state)));
            draft.say("the plan is not finished: the model is asked to go on");
            Turns.askModel(draft, waiting.iteration() + 1);
            return;
        }
        Turns.complete(
                draft,
                Optional.of(Bounds.body(answer.content())).filter(text -> !text.isEmpty()),
                Fact.TurnEnd.COMPLETED);
    }

    /// None of the calls runs: some are lost already, or they are too many to be taken.
    private static void sendBack(Answered answer, boolean tooLarge, Draft draft) {
        String names =
                answer.toolCalls().stream()
                        .map(ModelResult.AskedCall::name)
                        .filter(name -> !name.isEmpty())
                        .map(name -> Bounds.start(name, NAME_SHOWN_BYTES))
                        .distinct()
                        .limit(NAMES_SHOWN)
                        .collect(Collectors.joining(", "));
        draft.add(
                new Fact.SteeringAdded(
                        Fact.SteeringReason.TRUNCATED,
                        tooLarge ? Steering.tooLarge() : Steering.cut(names)));
        draft.say(
                tooLarge
                        ? "the answer asked for too much at once; none of its calls was run"
                        : "the answer was cut by the output limit; these calls were dropped: "
                                + names);
    }

    private static Fact.AssistantMessage message(
            ModelResult.ModelSettled settled, Answered answer, List<Fact.RequestedCall> calls) {
        return new Fact.AssistantMessage(
                settled.callId(),
                Bounds.body(answer.content()),
                calls,
                answer.reasoning().map(text -> Bounds.shortened(text, Bounds.REASONING_BYTES)),
                Bounds.label(answer.finishReason()),
                answer.streamed(),
                settled.attempt());
    }

    private static Fact.LlmCall telemetry(
            SessionState state, ModelResult.ModelSettled settled, Answered answer) {
        Usage usage = answer.usage();
        CallId call = settled.callId();
        return new Fact.LlmCall(
                state.settings().model(),
                answer.latencyMs(),
                Bounds.label(answer.finishReason()),
                usage.costUsd(),
                "main",
                usage.promptTokens(),
                usage.completionTokens(),
                usage.totalTokens(),
                usage.cacheReadTokens(),
                usage.cacheCreationTokens(),
                call,
                settled.attempt());
    }
}
