package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ToolCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Nothing stays open because a record was lost: a call of which nobody has said that it has it is handed out again, one
/// that the executor sent back is judged again. The call id stays, so its row makes a second hand-out harmless.
final class Backstop {
    /// Copies of a policy that still disagree then will not agree.
    static final int MOST_SENT_BACK = 5;

    private Backstop() {}

    static Decision model(
            Phase.AwaitingModel waiting,
            SessionState state,
            SessionInput.DeadlinePassed passed,
            SessionContext context) {
        Instant now = reached(passed, context);
        Optional<Phase.Unheard> due =
                waiting.unheard()
                        .filter(it -> !it.handedOut().due(context.patience()).isAfter(now));
        if (due.isEmpty()) {
            return Decision.nothing(Decision.Dropped.NOT_AWAITED);
        }
        var draft = new Draft(state, context);
        draft.add(new Fact.CallHandedOutAgain(waiting.call(), Optional.of(due.get().request())));
        return draft.done();
    }

    static Decision tools(
            Phase.RunningTools running,
            SessionState state,
            SessionInput.DeadlinePassed passed,
            SessionContext context) {
        Instant now = reached(passed, context);
        List<OpenCall> due =
                running.pending().stream().filter(call -> isDue(call, context, now)).toList();
        if (due.isEmpty()) {
            return Decision.nothing(Decision.Dropped.NOT_AWAITED);
        }
        var draft = new Draft(state, context);
        due.forEach(call -> actOn(call, draft));
        ToolBatch.goOnWhenSettled(draft, running.iteration());
        return draft.done();
    }

    /// A deadline may be told by a clock that is a little ahead of the step's.
    private static Instant reached(SessionInput.DeadlinePassed passed, SessionContext context) {
        return passed.deadline().isAfter(context.now()) ? passed.deadline() : context.now();
    }

    private static boolean isDue(OpenCall call, SessionContext context, Instant now) {
        return call.watch().filter(it -> !it.due(context.patience()).isAfter(now)).isPresent();
    }

    private static void actOn(OpenCall call, Draft draft) {
        switch (call.watch().orElseThrow()) {
            case Watch.AwaitsPeople _ -> Approvals.giveUpOverdue(call, draft);
            case Watch.HandedOut _ ->
                    handedOut(call, draft)
                            .ifPresent(
                                    out -> {
                                        draft.add(
                                                new Fact.CallHandedOutAgain(
                                                        call.call(), Optional.empty()));
                                        draft.run(out);
                                    });
            case Watch.SentBack _ ->
                    handedOut(call, draft).ifPresent(out -> ToolBatch.judge(out, draft));
        }
    }

    /// The call as it was handed out. Where that is lost it is settled as unknown.
    private static Optional<ToolCall> handedOut(OpenCall call, Draft draft) {
        Optional<ToolCall> handedOut = draft.context().handedOut().find(call.call());
        if (handedOut.isEmpty()) {
            settle(
                    call,
                    CallOutcome.Kind.UNKNOWN,
                    "It was handed out and nobody has reported on it; it may have run.",
                    draft);
        }
        return handedOut;
    }

    /// The executor's verdict was stricter than ours. Ours is asked for again once its copy has had time to catch up.
    static void sentBack(
            OpenCall call, Fact.SentBackReason reason, Optional<String> version, Draft draft) {
        if (call.sentBack() < MOST_SENT_BACK) {
            draft.add(new Fact.CallSentBack(call.call(), reason, version.map(Bounds::label)));
            return;
        }
        settle(
                call,
                CallOutcome.Kind.REFUSED,
                switch (reason) {
                    case POLICY_CHANGED ->
                            "Not run: the tool workers' policy is stricter than the engine's.";
                    case GRANT_EXPIRED -> "Not run: its approval has expired.";
                },
                draft);
    }

    private static void settle(OpenCall call, CallOutcome.Kind kind, String text, Draft draft) {
        draft.add(WhileRunningTools.output(call.pending(), new CallOutcome(kind, text)));
    }
}
