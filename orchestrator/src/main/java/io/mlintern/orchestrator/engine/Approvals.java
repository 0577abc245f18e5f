package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ToolCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Calls that wait for people. Who may answer, and whether that is enough, is approval-service's; here stands what its
/// answers lead to.
final class Approvals {
    private static final String ABANDONED =
            "Not run: nobody had approved it when the user went on with something else.";
    private static final String INTERRUPTED =
            "Not run: nobody had approved it when the turn was interrupted.";
    private static final String OVERDUE = "Not run: nobody has answered whether it may run.";

    private Approvals() {}

    /// A call that policy wants people asked about.
    record Question(Fact.RequestedCall call, CallPolicy.CallVerdict verdict) {}

    /// The calls of one answer are asked about together: one event tells of all.
    static void ask(List<Question> questions, Draft draft) {
        if (questions.isEmpty()) {
            return;
        }
        List<Fact.AwaitedCall> awaited =
                questions.stream().map(question -> awaited(question, draft)).toList();
        draft.add(new Fact.ApprovalRequired(awaited, awaited.size()));
        for (int i = 0; i < awaited.size(); i++) {
            draft.ask(request(awaited.get(i), questions.get(i), draft.state()));
        }
    }

    private static Fact.AwaitedCall awaited(Question question, Draft draft) {
        Fact.RequestedCall call = question.call();
        CallPolicy.CallVerdict verdict = question.verdict();
        Instant expiresAt = draft.context().now().plus(verdict.expires());
        return new Fact.AwaitedCall(
                call.tool(),
                call.arguments(),
                call.toolCallId(),
                verdict.estimatedCostUsd(),
                round(call, draft.state()),
                Bounds.label(verdict.reason()),
                verdict.policyVersion(),
                expiresAt);
    }

    /// A call is asked about anew only after its executor has sent it back.
    private static int round(Fact.RequestedCall call, SessionState state) {
        return state.phase() instanceof Phase.RunningTools running
                ? running.find(call.toolCallId()).map(OpenCall::sentBack).orElse(0) + 1
                : 1;
    }

    private static ApprovalRequest.Requested request(
            Fact.AwaitedCall awaited, Question question, SessionState state) {
        String owner = state.settings().owner();
        return new ApprovalRequest.Requested(
                state.id(),
                awaited.toolCallId(),
                awaited.round(),
                state.turn(),
                awaited.tool(),
                awaited.arguments(),
                owner,
                owner,
                awaited.policyVersion(),
                question.verdict().rule(),
                awaited.reason(),
                awaited.estimatedCostUsd());
    }

    static Decision answered(
            Phase.RunningTools running,
            ApprovalOutcome outcome,
            SessionState state,
            SessionContext context) {
        Optional<OpenCall> found = running.find(outcome.callId());
        Optional<Watch.AwaitsPeople> waits =
                found.flatMap(OpenCall::waitsForPeople).filter(it -> it.round() == outcome.round());
        if (waits.isEmpty()) {
            return Decision.nothing(Decision.Dropped.NOT_AWAITED);
        }
        var draft = new Draft(state, context);
        OpenCall call = found.orElseThrow();
        switch (outcome) {
            case ApprovalOutcome.ApprovalDecision decision when decision.approved() ->
                    approved(call, waits.get(), decision, draft);
            case ApprovalOutcome.ApprovalDecision decision ->
                    refused(call, "rejected", rejection(decision.feedback()), draft);
            case ApprovalOutcome.Moot moot ->
                    refused(call, "rejected", "Not run: " + Bounds.label(moot.reason()), draft);
        }
        ToolBatch.goOnWhenSettled(draft, running.iteration());
        return draft.done();
    }

    private static void approved(
            OpenCall call,
            Watch.AwaitsPeople waits,
            ApprovalOutcome.ApprovalDecision decision,
            Draft draft) {
        draft.add(Fact.ToolStateChange.of(call.call(), call.tool(), Fact.ToolStateChange.APPROVED));
        SessionState state = draft.state();
        draft.run(
                new ToolCall(
                        call.call(),
                        state.id(),
                        state.turn(),
                        call.tool(),
                        decision.arguments(),
                        state.settings().workspace(),
                        state.settings().owner(),
                        state.settings().attended(),
                        waits.policyVersion(),
                        decision.grant()));
    }

    /// What people say goes to the model as text: without control characters, and no longer than a detail may be.
    private static String rejection(Optional<String> feedback) {
        String said =
                feedback.map(text -> text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "").strip())
                        .orElse("");
        String rejected = "Not run: the people who were asked did not approve it.";
        return said.isEmpty()
                ? rejected
                : rejected + " They say: " + Bounds.shortened(said, Bounds.DETAIL_BYTES);
    }

    private static void refused(OpenCall call, String shown, String why, Draft draft) {
        stopCopies(call, draft);
        draft.add(Fact.ToolStateChange.of(call.call(), call.tool(), shown));
        draft.add(
                WhileRunningTools.output(
                        call.pending(), new CallOutcome(CallOutcome.Kind.REFUSED, why)));
    }

    /// Somebody who goes on talking does not wait for an answer: what nobody has decided yet is given up, and with it the
    /// turn, as soon as nothing else of it runs.
    static void giveUpWhenOvertaken(Draft draft) {
        SessionState state = draft.state();
        if (state.queue().isEmpty()
                || !(state.phase() instanceof Phase.RunningTools running)
                || running.pending().isEmpty()
                || !running.pending().stream().allMatch(OpenCall::isWaitingForPeople)) {
            return;
        }
        running.pending().forEach(call -> giveUp(call, "abandoned", ABANDONED, draft));
        Turns.interrupted(draft);
    }

    static void giveUpInterrupted(OpenCall call, Draft draft) {
        giveUp(call, "cancelled", INTERRUPTED, draft);
    }

    static void giveUpOverdue(OpenCall call, Draft draft) {
        giveUp(call, "rejected", OVERDUE, draft);
    }

    private static void giveUp(OpenCall call, String shown, String why, Draft draft) {
        withdraw(call, draft);
        refused(call, shown, why, draft);
    }

    /// A call that was out before may have a second record of that time: with a row that is cancelled it never starts.
    static void stopCopies(OpenCall call, Draft draft) {
        if (call.sentBack() > 0) {
            draft.stop(call.pending());
        }
    }

    /// Nobody needs to answer any more, where somebody was asked.
    static void withdraw(OpenCall call, Draft draft) {
        call.waitsForPeople()
                .ifPresent(
                        waits ->
                                draft.withdraw(
                                        new ApprovalRequest.Withdrawn(
                                                draft.state().id(), call.call(), waits.round())));
    }
}
