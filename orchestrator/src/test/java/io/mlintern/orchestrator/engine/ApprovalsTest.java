package io.mlintern.orchestrator.engine;

import static io.mlintern.orchestrator.engine.SessionScenario.call;
import static io.mlintern.orchestrator.engine.SessionScenario.opened;
import static io.mlintern.orchestrator.engine.SessionScenario.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Calls that people are asked about: `hf_jobs` here, while `bash` and `read` are free.
class ApprovalsTest {
    private static final String JOB = "{\"operation\":\"run\"}";
    private static final CallId FIRST = toolCall(1, 1, 0);
    private static final CallId SECOND = toolCall(1, 1, 1);

    @Test
    void freeCallsRunAtOnceAndPeopleAreAskedAboutTheOthers() {
        var session = asked();
        assertThat(session.wrote())
                .endsWith(
                        "tool_call",
                        "tool_call",
                        "policy_decided",
                        "policy_decided",
                        "approval_required");
        assertThat(session.handedOut()).extracting(ToolCall::callId).containsExactly(SECOND);

        var request = request(session);
        assertThat(request.callId()).isEqualTo(FIRST);
        assertThat(request.round()).isEqualTo(1);
        assertThat(request.requester()).isEqualTo("ada");
        assertThat(request.rule()).isEqualTo("rule");
        assertThat(request.arguments().text()).isEqualTo(JOB);
        var shown = session.fact(Fact.ApprovalRequired.class);
        assertThat(shown.count()).isEqualTo(1);
        assertThat(shown.tools().getFirst().expiresAt())
                .isEqualTo(session.now().plus(SessionScenario.PEOPLE_HAVE));
    }

    @Test
    void whatIsApprovedRunsWithItsGrantAndTheModelIsAskedWhenAllHaveSettled() {
        var session = asked();
        var request = request(session);
        session.approved(request);
        assertThat(session.wrote()).containsExactly("tool_state_change");
        ToolCall call = session.handedOut().getFirst();
        assertThat(call.callId()).isEqualTo(FIRST);
        assertThat(call.grant()).hasValue(SimulatedInputs.grant(request));
        assertThat(call.arguments()).isEqualTo(request.arguments());

        session.done(FIRST, "job 7").done(SECOND, "files");
        assertThat(session.wrote()).containsExactly("tool_output", "model_call_requested");
    }

    @Test
    void aRejectionAndWhatWasSaidReachTheModel() {
        var session = asked();
        session.rejected(request(session), "  not on\u0007 this budget ");
        var output = session.fact(Fact.ToolOutput.class);
        assertThat(output.outcome()).isEqualTo(CallOutcome.Kind.REFUSED);
        assertThat(output.output()).endsWith("They say: not on this budget");
        session.done(SECOND, "files");
        assertThat(session.wrote()).contains("model_call_requested");
    }

    @Test
    void whereNobodyCanBeAskedTheCallIsRefusedWithTheReason() {
        var session = asked();
        session.people(
                new SessionInput.FromPeople(
                        new ApprovalOutcome.Moot(SessionScenario.ID, FIRST, 1, "No such rule.")));
        assertThat(session.fact(Fact.ToolOutput.class).output()).contains("No such rule.");
    }

    @Test
    void onlyTheFirstAnswerCounts() {
        var session = asked();
        var request = request(session);
        session.rejected(request, "no").approved(request);
        assertThat(session.dropped()).contains(Decision.Dropped.NOT_AWAITED);
        assertThat(session.handedOut()).isEmpty();
    }

    @Test
    void anAnswerToAnEarlierRequestForTheCallDoesNotCount() {
        var session = asked();
        var first = request(session);
        session.approved(first)
                .input(
                        new SessionInput.FromTool(
                                new ToolResult.GrantExpired(SessionScenario.ID, FIRST)));
        session.passDeadline(SessionScenario.PATIENCE.sentBack());
        var second = request(session);
        assertThat(second.round()).isEqualTo(2);

        session.approved(first);
        assertThat(session.dropped()).contains(Decision.Dropped.NOT_AWAITED);
        assertThat(session.commands()).noneMatch(Command.StopTool.class::isInstance);
        session.approved(second);
        assertThat(session.handedOut().getFirst().grant()).hasValue(SimulatedInputs.grant(second));
    }

    @Test
    void whatWasOutBeforeIsStoppedWhenItIsRejectedSinceItsRecordMayComeOnceMore() {
        var session = asked();
        session.approved(request(session))
                .input(
                        new SessionInput.FromTool(
                                new ToolResult.GrantExpired(SessionScenario.ID, FIRST)));
        session.passDeadline(SessionScenario.PATIENCE.sentBack());
        session.rejected(request(session), "no");
        assertThat(session.commands().stream().filter(Command.StopTool.class::isInstance))
                .hasSize(1);
    }

    @Test
    void whoGoesOnTalkingGivesUpWhatWaitsAndANewTurnBegins() {
        var session = asked().done(SECOND, "files");
        session.user("forget it");
        assertThat(session.wrote())
                .containsSubsequence(
                        "user_message",
                        "tool_state_change",
                        "tool_output",
                        "interrupted",
                        "processing",
                        "model_call_requested");
        assertThat(session.askedPeople())
                .containsExactly(new ApprovalRequest.Withdrawn(SessionScenario.ID, FIRST, 1));
    }

    @Test
    void whatStillRunsIsWaitedForBeforeTheRestIsGivenUp() {
        var session = asked().user("forget it");
        assertThat(session.wrote()).containsExactly("user_message");
        session.done(SECOND, "files");
        assertThat(session.wrote()).contains("interrupted", "processing");
        assertThat(session.askedPeople()).hasSize(1);
    }

    @Test
    void anInterruptWithdrawsAtOnce() {
        var session = asked().done(SECOND, "files");
        session.submit(new Operation.Interrupt());
        assertThat(session.wrote())
                .containsExactly("interrupting", "tool_state_change", "tool_output", "interrupted");
        assertThat(session.askedPeople()).hasSize(1);
        assertThat(session.fact(Fact.ToolOutput.class).outcome())
                .isEqualTo(CallOutcome.Kind.REFUSED);
    }

    @Test
    void anInterruptWaitsForWhatRunsBesideIt() {
        var session = asked();
        session.submit(new Operation.Interrupt());
        assertThat(session.askedPeople()).hasSize(1);
        assertThat(session.wrote()).doesNotContain("interrupted");
        session.tool(SECOND, CallOutcome.Kind.CANCELLED, "stopped");
        assertThat(session.wrote()).endsWith("interrupted");
    }

    @Test
    void anAnswerThatNeverComesEndsTheCall() {
        var session = asked().done(SECOND, "files");
        session.passDeadline(SessionScenario.PEOPLE_HAVE.plus(SessionScenario.PATIENCE.people()));
        assertThat(session.wrote())
                .containsExactly("tool_state_change", "tool_output", "model_call_requested");
        assertThat(session.askedPeople()).hasSize(1);
    }

    @Test
    void anOutcomeThatComesAllTheSameCountsAndNobodyIsAskedAnyMore() {
        var session = asked();
        session.done(FIRST, "it ran");
        assertThat(session.fact(Fact.ToolOutput.class).output()).isEqualTo("it ran");
        assertThat(session.askedPeople()).hasSize(1);
    }

    @Test
    void aSessionThatFailsAsksNobodyAnyMore() {
        var session = asked().quarantine("IllegalStateException");
        assertThat(session.askedPeople()).hasSize(1);
        assertThat(session.commands().stream().filter(Command.StopTool.class::isInstance))
                .hasSize(1);
    }

    private static SessionScenario asked() {
        return opened().user("go").answers("", call("hf_jobs", JOB), call("bash", "{}"));
    }

    private static ApprovalRequest.Requested request(SessionScenario session) {
        List<ApprovalRequest> asked = session.askedPeople();
        assertThat(asked).hasSize(1);
        return (ApprovalRequest.Requested) asked.getFirst();
    }
}
