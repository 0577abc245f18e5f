package io.mlintern.orchestrator.model.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.orchestrator.model.conversation.ChatMessage.Assistant;
import io.mlintern.orchestrator.model.conversation.ChatMessage.Called;
import io.mlintern.orchestrator.model.conversation.ChatMessage.SystemPrompt;
import io.mlintern.orchestrator.model.conversation.ChatMessage.ToolResult;
import io.mlintern.orchestrator.model.conversation.ChatMessage.User;
import io.mlintern.orchestrator.model.conversation.Conversation.Gap;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final SessionId SESSION = new SessionId("s".repeat(20));
    private static final ToolName BASH = new ToolName("bash");
    private static final CallId MODEL = CallId.ofModel(SESSION, 1, 1);
    private static final CallId FIRST = CallId.ofTool(SESSION, 1, 1, 0);
    private static final CallId SECOND = CallId.ofTool(SESSION, 1, 1, 1);

    @Test
    void aUsersTextJoinsWithItsTurnNotWhenItWasTaken() {
        given(said("one"), turn(1), said("two"), answer("1"), turn(3))
                .thenMessages(user("one"), spoken("1"), user("two"));
    }

    @Test
    void aTextWhoseTurnHasNotBegunIsNotThere() {
        given(said("one"), turn(1), said("two")).thenMessages(user("one"));
    }

    @Test
    void resultsFollowTheirCallsInTheOrderOfTheCalls() {
        given(said("go"), turn(1), calls(FIRST, SECOND), output(SECOND, "b"), output(FIRST, "a"))
                .thenMessages(
                        user("go"), asked(FIRST, SECOND), result(FIRST, "a"), result(SECOND, "b"));
    }

    @Test
    void aCallWithoutAnOutputGetsAStub() {
        given(
                        said("go"),
                        turn(1),
                        calls(FIRST, SECOND),
                        output(SECOND, "b"),
                        new Fact.Interrupted(),
                        said("again"),
                        turn(6))
                .thenMessages(
                        user("go"),
                        asked(FIRST, SECOND),
                        result(FIRST, Transcript.NO_RESULT),
                        result(SECOND, "b"),
                        user("again"));
    }

    @Test
    void aDefiniteOutcomeReplacesAProvisionalOneWhereItStood() {
        given(
                        said("go"),
                        turn(1),
                        calls(FIRST),
                        output(FIRST, "nobody knows"),
                        answer("hm"),
                        amended(FIRST, "it worked"))
                .thenMessages(user("go"), asked(FIRST), result(FIRST, "it worked"), spoken("hm"));
    }

    @Test
    void aNoticeComesInTheUsersRoleAfterTheResults() {
        given(
                        said("go"),
                        turn(1),
                        calls(FIRST),
                        new Fact.SteeringAdded(Fact.SteeringReason.REPETITION_GUARD, "stop that"),
                        output(FIRST, "a"))
                .thenMessages(user("go"), asked(FIRST), result(FIRST, "a"), user("stop that"));
    }

    @Test
    void anEmptyAnswerLeavesNoTwoUserMessagesInARow() {
        given(said("one"), turn(1), answer(""), said("two"), turn(4))
                .thenMessages(user("one\n\ntwo"));
    }

    @Test
    void twoAnswersInARowBecomeOne() {
        given(said("one"), turn(1), answer("a"), answer("b"))
                .thenMessages(user("one"), spoken("a\n\nb"));
    }

    @Test
    void whatWasUndoneIsGoneWithItsResults() {
        given(
                        said("one"),
                        turn(1),
                        answer("a"),
                        said("two"),
                        turn(4),
                        calls(FIRST),
                        output(FIRST, "x"),
                        new Fact.UndoComplete(5, 7))
                .thenMessages(user("one"), spoken("a"));
    }

    @Test
    void aSummaryStandsWhereTheCompactedRangeStood() {
        given(
                        said("one"),
                        turn(1),
                        answer("a"),
                        said("two"),
                        turn(4),
                        answer("b"),
                        said("three"),
                        turn(7),
                        new Fact.Compacted(100, 10, "in short", 3, 6))
                .thenMessages(user("one"), spoken("in short"), user("three"));
    }

    @Test
    void factsAfterTheCallsHorizonDoNotCount() {
        var conversation = new Conversation();
        fold(conversation, said("one"), turn(1), answer("late"));

        assertThat(conversation.request(call(2, 0, 0)).messages()).containsExactly(user("one"));
    }

    @Test
    void promptAndToolsAreThoseThatTheCallNames() {
        var old = new Fact.PinnedTool(BASH, "1", "old", JsonObject.EMPTY);
        var conversation = new Conversation();
        fold(
                conversation,
                new Fact.SystemPrompt("1", "old"),
                new Fact.ToolsPinned(List.of(old)),
                new Fact.SystemPrompt("2", "new"),
                new Fact.ToolsPinned(List.of()));

        var request = conversation.request(call(4, 3, 2));

        assertThat(request.messages()).containsExactly(new SystemPrompt("new"));
        assertThat(request.tools()).containsExactly(old);
    }

    @Test
    void aRequestWithAGapIsRefusedAndTheGapNamed() {
        var conversation = new Conversation();
        conversation.fold(1, said("one"));
        conversation.fold(4, answer("a"));

        assertThat(conversation.missing(4)).contains(new Gap(2, 3));
        assertThat(conversation.missing(1)).isEmpty();
        assertThat(conversation.missing(9)).contains(new Gap(2, 9));
        assertThatThrownBy(() -> conversation.request(call(4, 0, 0)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSameFactAgainChangesNothing() {
        var conversation = new Conversation();
        fold(conversation, said("one"), turn(1));
        long bytes = conversation.bytes();

        conversation.fold(1, said("another"));

        assertThat(conversation.bytes()).isEqualTo(bytes);
        assertThat(conversation.request(call(2, 0, 0)).messages()).containsExactly(user("one"));
    }

    @Test
    void theNewestCallIsTheOneThatAnInterruptStops() {
        var conversation = new Conversation();
        fold(conversation, call(0, 0, 0), new Fact.Interrupting(new OperationId("i")));

        assertThat(conversation.newestCall(2)).contains(MODEL);
    }

    private record Given(List<Fact> facts) {
        void thenMessages(ChatMessage... expected) {
            var conversation = new Conversation();
            fold(conversation, facts.toArray(Fact[]::new));
            assertThat(conversation.request(call(facts.size(), 0, 0)).messages())
                    .containsExactly(expected);
        }
    }

    private static Given given(Fact... facts) {
        return new Given(List.of(facts));
    }

    private static void fold(Conversation conversation, Fact... facts) {
        for (int i = 0; i < facts.length; i++) {
            conversation.fold(i + 1L, facts[i]);
        }
    }

    private static Fact.ModelCallRequested call(long upTo, long prompt, long tools) {
        return new Fact.ModelCallRequested(
                MODEL, 1, new ModelId("m"), Optional.empty(), true, prompt, tools, upTo);
    }

    private static Fact said(String text) {
        return new Fact.UserMessage(new OperationId("op"), text);
    }

    private static Fact turn(long userMessage) {
        return new Fact.Processing("", userMessage);
    }

    private static Fact answer(String content) {
        return new Fact.AssistantMessage(
                MODEL, content, List.of(), Optional.of("thought"), "stop", true, 1);
    }

    private static Fact calls(CallId... ids) {
        var requested =
                Arrays.stream(ids)
                        .map(
                                id ->
                                        new Fact.RequestedCall(
                                                id, BASH, JsonObject.EMPTY, Optional.empty()))
                        .toList();
        return new Fact.AssistantMessage(
                MODEL, "", requested, Optional.empty(), "tool_calls", true, 1);
    }

    private static Fact output(CallId id, String text) {
        return new Fact.ToolOutput(BASH, id, text, true, CallOutcome.Kind.DONE);
    }

    private static Fact amended(CallId id, String text) {
        return new Fact.ToolOutputAmended(BASH, id, text, true, CallOutcome.Kind.DONE);
    }

    private static ChatMessage user(String text) {
        return new User(text);
    }

    private static ChatMessage spoken(String text) {
        return new Assistant(text, List.of());
    }

    private static ChatMessage asked(CallId... ids) {
        return new Assistant(
                "", Arrays.stream(ids).map(id -> new Called(id, BASH, JsonObject.EMPTY)).toList());
    }

    private static ChatMessage result(CallId id, String text) {
        return new ToolResult(id, text);
    }
}
