package io.mlintern.orchestrator.engine;

import static io.mlintern.orchestrator.engine.SessionScenario.answer;
import static io.mlintern.orchestrator.engine.SessionScenario.call;
import static io.mlintern.orchestrator.engine.SessionScenario.opened;
import static io.mlintern.orchestrator.engine.SessionScenario.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.PlanItem;
import io.mlintern.protocol.ToolCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionDeciderTest {
    private static final String LS = "{\"command\":\"ls\"}";

    @Test
    void aFirstMessagePinsPromptAndToolsAndAsksTheModel() {
        var session = opened().user("hello");
        assertThat(session.wrote())
                .containsExactly(
                        "user_message",
                        "processing",
                        "system_prompt",
                        "tools_pinned",
                        "model_call_requested");
        assertThat(session.fact(Fact.ModelCallRequested.class).upTo())
                .isEqualTo(session.state().seq() - 1);
    }

    @Test
    void aTextAnswerCompletesTheTurnAndIsItsFinalResponse() {
        var session = opened().user("hello").answers("hi there");
        assertThat(session.wrote())
                .containsExactly(
                        "assistant_message", "llm_call", "assistant_stream_end", "turn_complete");
        assertThat(session.fact(Fact.TurnComplete.class))
                .isEqualTo(
                        new Fact.TurnComplete(3, Optional.of("hi there"), Fact.TurnEnd.COMPLETED));
    }

    @Test
    void aSecondTurnPinsNothingAnewWhileNothingHasChanged() {
        var session = opened().user("one").answers("1").user("two");
        assertThat(session.wrote())
                .containsExactly("user_message", "processing", "model_call_requested");
        assertThat(session.state().turn()).isEqualTo(2);
    }

    @Test
    void parallelCallsAreAllAnnouncedBeforeAnyRunsAndTheModelIsAskedWhenTheLastHasSettled() {
        var session = opened().user("go").answers("", call("bash", LS), call("read", "{}"));
        assertThat(session.wrote())
                .containsExactly(
                        "assistant_message",
                        "llm_call",
                        "assistant_stream_end",
                        "tool_call",
                        "tool_call",
                        "policy_decided",
                        "policy_decided");
        assertThat(session.handedOut())
                .extracting(ToolCall::callId)
                .containsExactly(toolCall(1, 1, 0), toolCall(1, 1, 1));
        session.done(toolCall(1, 1, 1), "text");
        assertThat(session.wrote()).containsExactly("tool_output");
        session.done(toolCall(1, 1, 0), "files");
        assertThat(session.wrote()).containsExactly("tool_output", "model_call_requested");
    }

    @Test
    void anOutcomeThatComesTwiceIsCountedAndChangesNothing() {
        var session = opened().user("go").answers("", call("bash", LS), call("bash", LS));
        session.done(toolCall(1, 1, 0), "once").done(toolCall(1, 1, 0), "again");
        assertThat(session.wrote()).isEmpty();
        assertThat(session.dropped()).contains(Decision.Dropped.SETTLED_CALL);
    }

    @Test
    void anOperationThatComesTwiceChangesNothing() {
        var session = opened().submit("same", new Operation.UserInput("x"));
        session.submit("same", new Operation.UserInput("x"));
        assertThat(session.dropped()).contains(Decision.Dropped.DUPLICATE_OPERATION);
        session.answers("done").submit("same", new Operation.UserInput("x"));
        assertThat(session.phase()).isEqualTo(new Phase.Idle());
    }

    @Test
    void aModelAnswerThatComesTwiceChangesNothing() {
        var session = opened().user("go");
        var settled =
                new SessionInput.FromModel(
                        new ModelResult.ModelSettled(
                                SessionScenario.ID,
                                session.openModelCall(),
                                1,
                                answer("hi", "stop")));
        session.input(settled).input(settled);
        assertThat(session.dropped()).contains(Decision.Dropped.SETTLED_CALL);
        assertThat(session.facts(Fact.TurnComplete.class)).hasSize(1);
    }

    @Test
    void unreadableArgumentsAreAnsweredAndNothingRuns() {
        var session = opened().user("go").answers("", call("bash", "{\"command\": \"l"));
        assertThat(session.handedOut()).isEmpty();
        assertThat(session.fact(Fact.ToolCall.class).arguments().text()).isEqualTo("{}");
        assertThat(session.fact(Fact.ToolOutput.class).outcome())
                .isEqualTo(CallOutcome.Kind.REFUSED);
        assertThat(session.fact(Fact.AssistantMessage.class).toolCalls().getFirst().malformed())
                .contains("{\"command\": \"l");
        assertThat(session.phase()).isInstanceOf(Phase.AwaitingModel.class);
    }

    @Test
    void aListAsArgumentsIsUnreadableAndEmptyTextIsAnEmptyObject() {
        var session = opened().user("go").answers("", call("bash", "[1]"), call("read", ""));
        assertThat(session.handedOut())
                .extracting(call -> call.tool().value())
                .containsExactly("read");
    }

    @Test
    void unreadableArgumentsForTheSameToolTwiceBringAWordToTheModel() {
        var session =
                opened().user("go").answers("", call("write", "{")).answers("", call("write", "{"));
        assertThat(session.fact(Fact.SteeringAdded.class).reason())
                .isEqualTo(Fact.SteeringReason.MALFORMED_ARGUMENTS);
        session.answers("", call("write", "{"));
        assertThat(session.facts(Fact.SteeringAdded.class)).hasSize(1);
    }

    @Test
    void anUnknownToolIsAnsweredWithTheNamesThatThereAre() {
        var session = opened().user("go").answers("", call("bsh", LS));
        assertThat(session.fact(Fact.ToolOutput.class).output())
                .contains("bsh", "plan_tool", "bash");
        assertThat(session.handedOut()).isEmpty();
    }

    @Test
    void whatPolicyAsksAboutOrDeniesIsNotRun() {
        var session =
                opened().user("go").answers("", call("hf_jobs", "{}"), call("drop_all", "{}"));
        assertThat(session.handedOut()).isEmpty();
        assertThat(session.facts(Fact.PolicyDecided.class))
                .extracting(Fact.PolicyDecided::verdict)
                .containsExactly("ask", "deny");
        assertThat(session.facts(Fact.ToolOutput.class))
                .extracting(Fact.ToolOutput::outcome)
                .containsExactly(CallOutcome.Kind.REFUSED);
        assertThat(session.askedPeople()).hasSize(1);
        assertThat(session.phase()).isInstanceOf(Phase.RunningTools.class);
    }

    @Test
    void aCutAnswerLosesItsCallsAndTheModelIsTold() {
        var session =
                opened().user("go").settles(answer("part", "length", call("write", "{\"a\":")));
        assertThat(session.fact(Fact.AssistantMessage.class).toolCalls()).isEmpty();
        assertThat(session.fact(Fact.SteeringAdded.class).text()).contains("write");
        assertThat(session.handedOut()).isEmpty();
        assertThat(session.phase())
                .isInstanceOfSatisfying(
                        Phase.AwaitingModel.class,
                        waiting -> assertThat(waiting.iteration()).isEqualTo(2));
    }

    @Test
    void theIterationLimitEndsTheTurnAndSaysSo() {
        var session = opened(2).user("go").answers("", call("plan_tool", plan("pending")));
        session.answers("", call("plan_tool", plan("pending")));
        assertThat(session.fact(Fact.TurnComplete.class).reason())
                .isEqualTo(Fact.TurnEnd.ITERATION_LIMIT);
        assertThat(session.facts(Fact.ModelCallRequested.class)).hasSize(2);
    }

    @Test
    void aNegativeLimitIsNone() {
        var session = opened(-1).user("go");
        for (int i = 0; i < 400; i++) {
            session.answers("", call("plan_tool", plan("pending")));
        }
        assertThat(session.phase()).isInstanceOf(Phase.AwaitingModel.class);
    }

    @Test
    void thePlanIsKeptByTheEngineItself() {
        var session = opened().user("go").answers("", call("plan_tool", plan("in_progress")));
        assertThat(session.state().plan())
                .containsExactly(new PlanItem("1", "look", PlanItem.Status.IN_PROGRESS));
        assertThat(session.handedOut()).isEmpty();
        assertThat(session.fact(Fact.ToolOutput.class).output())
                .contains("[~] 1. look", "0/1 done");
    }

    @Test
    void aBadPlanIsRefusedAndTheOldOneStays() {
        var session = opened().user("go").answers("", call("plan_tool", plan("pending")));
        for (String bad :
                new String[] {
                    "{}",
                    "{\"todos\":null}",
                    "{\"todos\":[1]}",
                    plan("finished"),
                    "{\"todos\":[{\"id\":\"1\",\"content\":\"a\",\"status\":\"pending\"},"
                            + "{\"id\":\"1\",\"content\":\"b\",\"status\":\"pending\"}]}"
                }) {
            session.answers("", call("plan_tool", bad));
            assertThat(session.fact(Fact.ToolOutput.class).success()).as(bad).isFalse();
        }
        assertThat(session.state().plan()).hasSize(1);
    }

    @Test
    void aTextAnswerWithAnUnfinishedPlanIsSentBackTwiceAndThenAccepted() {
        var session = opened().user("go").answers("", call("plan_tool", plan("pending")));
        session.answers("a").answers("b");
        assertThat(session.facts(Fact.SteeringAdded.class)).hasSize(2);
        session.answers("c");
        assertThat(session.fact(Fact.TurnComplete.class).finalResponse()).contains("c");
    }

    @Test
    void aFailedModelCallEndsTheTurnWithItsCode() {
        var session = opened().user("go");
        session.settles(new ModelResult.Failed(ErrorCode.AUTHENTICATION, "no such key", 3));
        assertThat(session.wrote()).containsExactly("error");
        assertThat(session.fact(Fact.Error.class).code()).isEqualTo(ErrorCode.AUTHENTICATION);
        assertThat(session.phase()).isEqualTo(new Phase.Idle());
    }

    @Test
    void messagesDuringATurnQueueUpAndEachGetsATurn() {
        var session = opened().user("one").user("two").user("three");
        session.answers("1");
        assertThat(session.wrote()).endsWith("turn_complete", "processing", "model_call_requested");
        session.answers("2").answers("3");
        assertThat(session.facts(Fact.TurnComplete.class))
                .extracting(Fact.TurnComplete::finalResponse)
                .containsExactly(Optional.of("1"), Optional.of("2"), Optional.of("3"));
        assertThat(session.facts(Fact.Processing.class)).hasSize(3);
    }

    @Test
    void aShutdownDuringATurnWaitsForItsEnd() {
        var session = opened().user("go").submit(new Operation.Shutdown());
        assertThat(session.wrote()).containsExactly("operation_queued");
        session.answers("done");
        assertThat(session.wrote()).endsWith("turn_complete", "shutdown");
        session.user("too late");
        assertThat(session.dropped()).contains(Decision.Dropped.SESSION_ENDED);
    }

    @Test
    void whatDoesNotFitTheQueueIsRefusedAndNotLostSilently() {
        var session = opened().user("go");
        for (int i = 0; i < QueuedOperation.MOST; i++) {
            session.user("more " + i);
        }
        session.user("one too many");
        assertThat(session.wrote()).containsExactly("operation_refused");
    }

    @Test
    void anInterruptKeepsThePartialTextAndEndsTheTurn() {
        var session = opened().user("go").submit(new Operation.Interrupt());
        assertThat(session.wrote()).containsExactly("interrupting");
        session.settles(new ModelResult.Cancelled("half an ans", true));
        assertThat(session.wrote()).containsExactly("assistant_message", "interrupted");
        assertThat(session.phase()).isEqualTo(new Phase.Idle());
    }

    @Test
    void anInterruptStopsRunningToolsAndKeepsFinishedResults() {
        var session = opened().user("go").answers("", call("bash", LS), call("bash", LS));
        session.done(toolCall(1, 1, 0), "finished").submit(new Operation.Interrupt());
        assertThat(session.commands()).last().isInstanceOf(Command.StopTool.class);
        session.tool(toolCall(1, 1, 1), CallOutcome.Kind.CANCELLED, "stopped");
        assertThat(session.wrote()).containsExactly("tool_output", "interrupted");
    }

    @Test
    void anInterruptDoesNotWaitForEverAndALaterOutcomeAmends() {
        var session =
                opened().user("go").answers("", call("bash", LS)).submit(new Operation.Interrupt());
        var deadline = session.deadline();
        session.later(Duration.ofSeconds(11)).input(new SessionInput.DeadlinePassed(deadline));
        assertThat(session.wrote()).containsExactly("tool_output", "interrupted");
        session.done(toolCall(1, 1, 0), "it had run");
        assertThat(session.wrote()).containsExactly("tool_output_amended");
        session.done(toolCall(1, 1, 0), "it had run");
        assertThat(session.dropped()).contains(Decision.Dropped.SETTLED_CALL);
    }

    @Test
    void settingsTakeEffectAtTheNextModelCall() {
        var session = opened().user("go").answers("", call("bash", LS));
        session.submit(new Operation.SetModel(new io.mlintern.protocol.ModelId("ollama/x")));
        session.done(toolCall(1, 1, 0), "ok");
        assertThat(session.fact(Fact.ModelCallRequested.class).model().value())
                .isEqualTo("ollama/x");
    }

    @Test
    void whatThisVersionCannotDoIsRefusedWithAReason() {
        var session = opened().submit(new Operation.Undo());
        assertThat(session.fact(Fact.OperationRefused.class).reason()).contains("undo");
        session.submit(new Operation.Interrupt());
        assertThat(session.wrote()).containsExactly("operation_refused");
    }

    @Test
    void anAnswerWithTooManyCallsIsSentBackWhole() {
        var calls = new ModelResult.AskedCall[Bounds.CALLS + 1];
        Arrays.fill(calls, call("bash", LS));
        var session = opened().user("go").answers("", calls);
        assertThat(session.handedOut()).isEmpty();
        assertThat(session.facts(Fact.ToolCall.class)).isEmpty();
        assertThat(session.fact(Fact.SteeringAdded.class).text()).contains("TOO MUCH AT ONCE");
        assertThat(session.phase()).isInstanceOf(Phase.AwaitingModel.class);
        session.answers("", Arrays.copyOf(calls, Bounds.CALLS));
        assertThat(session.handedOut()).hasSize(Bounds.CALLS);
    }

    @Test
    void fiveMegabytesOfArgumentsOrOfAToolNameStayOutOfTheLog() {
        String huge = "x".repeat(5_000_000);
        var session = opened().user("go").answers("", call("bash", "{\"a\":\"" + huge + "\"}"));
        assertThat(session.fact(Fact.SteeringAdded.class).text()).contains("TOO MUCH AT ONCE");
        session.answers("", call(huge, "{}"));
        assertThat(session.fact(Fact.ToolCall.class).tool().value()).hasSize(256);
        session.settles(answer("", "length", call(huge, "{")));
        assertThat(session.fact(Fact.SteeringAdded.class).text()).hasSizeLessThan(1_000);
    }

    @Test
    void theLargestAnswerThatIsTakenStillFitsItsRecord() {
        String worst = "\u0001".repeat(3_000_000);
        var calls = new ModelResult.AskedCall[Bounds.CALLS];
        Arrays.fill(calls, call(worst.substring(0, 300), "{" + worst.substring(0, 10_000)));
        calls[0] = call("bash", "{\"a\":\"" + "y".repeat(350_000) + "\"}");
        var session = opened().user("go");
        session.settles(
                new ModelResult.Answered(
                        worst,
                        List.of(calls),
                        Optional.of(worst),
                        worst,
                        true,
                        io.mlintern.protocol.Usage.NONE,
                        7));
        assertThat(session.handedOut()).hasSize(1);
        session.done(toolCall(1, 1, 0), worst);
        assertThat(session.fact(Fact.ToolOutput.class).output()).contains("bytes left out");
    }

    @Test
    void argumentsThatARecordCannotCarryAreUnreadable() {
        var session =
                opened().user("go")
                        .answers(
                                "",
                                call("bash", "{\"a\":\"\\ud83d\"}"),
                                call("bash", "{\"a\":" + "[".repeat(150) + "]".repeat(150) + "}"));
        assertThat(session.handedOut()).isEmpty();
        assertThat(session.facts(Fact.ToolOutput.class))
                .extracting(Fact.ToolOutput::outcome)
                .containsExactly(CallOutcome.Kind.REFUSED, CallOutcome.Kind.REFUSED);
    }

    @Test
    void aPlanOrATextThatIsTooLargeIsRefused() {
        var session = opened().submit(new Operation.Rename("t".repeat(2_000)));
        assertThat(session.wrote()).containsExactly("operation_refused");
        session.user("x".repeat(2_000_000));
        assertThat(session.wrote()).containsExactly("operation_refused");
        session.user("go").answers("", call("plan_tool", plan("pending", "c".repeat(2_000))));
        assertThat(session.fact(Fact.ToolOutput.class).success()).isFalse();
        assertThat(session.state().plan()).isEmpty();
    }

    @Test
    void aSecondInterruptIsRememberedAndDoesNotStopALaterTurn() {
        var session = opened().user("go").submit(new Operation.Interrupt());
        session.submit("again", new Operation.Interrupt());
        assertThat(session.wrote()).containsExactly("operation_refused");
        session.settles(new ModelResult.Cancelled("", true)).user("next");
        session.submit("again", new Operation.Interrupt());
        assertThat(session.dropped()).contains(Decision.Dropped.DUPLICATE_OPERATION);
        assertThat(session.phase()).isInstanceOf(Phase.AwaitingModel.class);
    }

    @Test
    void anOperationForASessionThatIsNotOpenIsDropped() {
        var context =
                SessionDecider.open(
                        new SessionInput.DeadlinePassed(java.time.Instant.EPOCH),
                        new SessionContext(
                                java.time.Instant.EPOCH,
                                ToolCatalog.of(java.util.List.of()),
                                (tool, arguments, session) -> {
                                    throw new AssertionError("policy is not asked");
                                },
                                new SystemPromptTemplate("1", "", "", ""),
                                Patience.DEFAULT,
                                HandedOutCalls.NONE));
        assertThat(context.dropped()).contains(Decision.Dropped.UNKNOWN_SESSION);
    }

    private static String plan(String status) {
        return plan(status, "look");
    }

    private static String plan(String status, String content) {
        return "{\"todos\":[{\"id\":\"1\",\"content\":\""
                + content
                + "\",\"status\":\""
                + status
                + "\"}]}";
    }
}
