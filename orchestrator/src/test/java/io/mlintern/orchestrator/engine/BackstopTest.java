package io.mlintern.orchestrator.engine;

import static io.mlintern.orchestrator.engine.SessionScenario.call;
import static io.mlintern.orchestrator.engine.SessionScenario.opened;
import static io.mlintern.orchestrator.engine.SessionScenario.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CancelCall;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Calls that would stay open: nobody has them, they were sent back, or their session failed.
class BackstopTest {
    private static final String LS = "{\"command\":\"ls\"}";

    @Test
    void aModelCallThatNobodyHasIsHandedOutAgainUnderItsIdAndCountsOnce() {
        var session = opened(1).user("go");
        var request = session.fact(Fact.ModelCallRequested.class);
        session.submit(new Operation.SetModel(new ModelId("ollama/x")));
        session.passDeadline(Duration.ofSeconds(60));
        assertThat(session.fact(Fact.CallHandedOutAgain.class).modelCall()).contains(request);
        session.passDeadline(Duration.ofMinutes(10)).passDeadline(Duration.ofMinutes(10));
        assertThat(session.facts(Fact.CallHandedOutAgain.class)).hasSize(3);
        session.answers("done");
        assertThat(session.fact(Fact.TurnComplete.class).reason())
                .isEqualTo(Fact.TurnEnd.COMPLETED);
    }

    @Test
    void aModelCallThatSomebodyHasIsNotHandedOutAgain() {
        var session = opened().user("go");
        var started =
                new SessionInput.FromModel(
                        new ModelResult.ModelStarted(
                                SessionScenario.ID, session.openModelCall(), 1));
        session.input(started);
        assertThat(session.wrote()).containsExactly("model_call_started");
        assertThat(session.state().deadline(Patience.DEFAULT)).isEmpty();
        session.input(started);
        assertThat(session.dropped()).contains(Decision.Dropped.NOT_AWAITED);
    }

    @Test
    void onlyTheToolCallsThatNobodyHasAreHandedOutAgain() {
        var session = opened().user("go");
        session.answers("", call("bash", LS), call("bash", "{}"), call("read", "{}"));
        session.done(toolCall(1, 1, 0), "ok").started(toolCall(1, 1, 2));
        session.passDeadline(Duration.ofSeconds(60));
        assertThat(session.wrote()).containsExactly("call_handed_out_again");
        assertThat(session.handedOut())
                .singleElement()
                .satisfies(again -> assertThat(again.callId()).isEqualTo(toolCall(1, 1, 1)));
        session.done(toolCall(1, 1, 1), "ok").done(toolCall(1, 1, 2), "ok");
        assertThat(session.phase()).isInstanceOf(Phase.AwaitingModel.class);
    }

    @Test
    void aStricterPolicyOfTheExecutorMakesTheEngineJudgeAgainByItsNewestOne() {
        var session = opened().user("go").answers("", call("bash", LS));
        session.sentBack(toolCall(1, 1, 0));
        assertThat(session.wrote()).containsExactly("call_sent_back");
        session.sentBack(toolCall(1, 1, 0));
        assertThat(session.dropped()).contains(Decision.Dropped.NOT_AWAITED);
        session.under(CallPolicy.CallVerdict.Kind.DENY).passDeadline(Duration.ofSeconds(1));
        assertThat(session.wrote())
                .containsExactly("policy_decided", "tool_output", "model_call_requested");
        assertThat(session.fact(Fact.ToolOutput.class).outcome())
                .isEqualTo(CallOutcome.Kind.REFUSED);
    }

    @Test
    void whatTheNewestPolicyStillAllowsGoesOutAgainUnderItsVersion() {
        var session = opened().user("go").answers("", call("bash", LS));
        session.sentBack(toolCall(1, 1, 0)).passDeadline(Duration.ofSeconds(1));
        assertThat(session.wrote()).containsExactly("policy_decided");
        assertThat(session.handedOut()).extracting(ToolCall::callId).contains(toolCall(1, 1, 0));
        session.done(toolCall(1, 1, 0), "ok").answers("done");
        assertThat(session.wrote()).contains("turn_complete");
    }

    @Test
    void copiesOfAPolicyThatNeverAgreeEndTheCallAndNotTheTurn() {
        var session = opened().user("go").answers("", call("bash", LS));
        for (int i = 0; i < Backstop.MOST_SENT_BACK; i++) {
            session.sentBack(toolCall(1, 1, 0)).passDeadline(Duration.ofSeconds(1));
        }
        assertThat(session.handedOut()).hasSize(1);
        session.sentBack(toolCall(1, 1, 0));
        assertThat(session.wrote()).containsExactly("tool_output", "model_call_requested");
        assertThat(session.fact(Fact.ToolOutput.class).output()).contains("stricter");
    }

    @Test
    void anExpiredGrantIsJudgedAgainToo() {
        var session = opened().user("go").answers("", call("bash", LS));
        session.input(
                new SessionInput.FromTool(
                        new ToolResult.GrantExpired(SessionScenario.ID, toolCall(1, 1, 0))));
        assertThat(session.fact(Fact.CallSentBack.class).reason())
                .isEqualTo(Fact.SentBackReason.GRANT_EXPIRED);
        session.under(CallPolicy.CallVerdict.Kind.ASK).passDeadline(Duration.ofSeconds(1));
        assertThat(session.wrote()).containsExactly("policy_decided", "approval_required");
    }

    @Test
    void aQuarantinedSessionStopsWhatRunsSettlesItAndTakesNothingMore() {
        var session = opened().user("go").answers("", call("bash", LS), call("read", "{}"));
        session.done(toolCall(1, 1, 1), "ok").quarantine("IllegalStateException");
        assertThat(session.wrote()).containsExactly("tool_output", "session_quarantined");
        assertThat(session.commands())
                .contains(
                        new Command.StopTool(
                                new CancelCall(toolCall(1, 1, 0), SessionScenario.ID)));
        session.done(toolCall(1, 1, 0), "late");
        assertThat(session.dropped()).contains(Decision.Dropped.SESSION_ENDED);
        assertThat(session.state().deadline(Patience.DEFAULT)).isEmpty();
    }
}
