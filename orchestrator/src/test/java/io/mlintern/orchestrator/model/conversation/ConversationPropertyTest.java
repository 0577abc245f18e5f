package io.mlintern.orchestrator.model.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.orchestrator.model.conversation.ChatMessage.Assistant;
import io.mlintern.orchestrator.model.conversation.ChatMessage.Called;
import io.mlintern.orchestrator.model.conversation.ChatMessage.ToolResult;
import io.mlintern.orchestrator.model.conversation.ChatMessage.User;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever the facts are, a provider takes what comes of them.
class ConversationPropertyTest {
    private static final SessionId SESSION = new SessionId("p".repeat(20));
    private static final ToolName BASH = new ToolName("bash");
    private static final int CALLS = 6;

    @Property
    void eachCallHasExactlyOneResultRightAfterIt(@ForAll("histories") List<Fact> facts) {
        var expected = new ArrayList<CallId>();
        for (ChatMessage message : messages(facts)) {
            switch (message) {
                case ToolResult result -> {
                    assertThat(expected).isNotEmpty();
                    assertThat(result.call()).isEqualTo(expected.removeFirst());
                }
                case Assistant assistant -> {
                    assertThat(expected).isEmpty();
                    assistant.calls().stream().map(Called::id).forEach(expected::add);
                }
                case User _, ChatMessage.SystemPrompt _ -> assertThat(expected).isEmpty();
            }
        }
        assertThat(expected).isEmpty();
    }

    @Property
    void noRoleButToolsSpeaksTwiceInARowAndNobodySaysNothing(
            @ForAll("histories") List<Fact> facts) {
        ChatMessage earlier = new ChatMessage.SystemPrompt("");
        for (ChatMessage message : messages(facts)) {
            if (!(message instanceof ToolResult)) {
                assertThat(message.getClass()).isNotEqualTo(earlier.getClass());
            }
            if (message instanceof Assistant(var content, var calls)) {
                assertThat(content.isBlank() && calls.isEmpty()).isFalse();
            }
            earlier = message;
        }
    }

    @Property
    void theOrderInWhichFactsBecomeKnownDoesNotMatter(
            @ForAll("histories") List<Fact> facts, @ForAll Random random) {
        var order = new ArrayList<>(IntStream.range(0, facts.size()).boxed().toList());
        Collections.shuffle(order, random);
        var shuffled = new Conversation();
        order.forEach(index -> shuffled.fold(index + 1L, facts.get(index)));

        assertThat(shuffled.request(call(facts.size())).messages()).isEqualTo(messages(facts));
    }

    @Provide
    Arbitrary<List<Fact>> histories() {
        var texts = Arbitraries.of("", " ", "a", "bc");
        var numbers = Arbitraries.longs().between(1, 30);
        var ids = Arbitraries.integers().between(0, CALLS - 1).map(ConversationPropertyTest::id);
        Arbitrary<Fact> said = texts.map(t -> new Fact.UserMessage(new OperationId("o"), t));
        Arbitrary<Fact> turns = numbers.map(seq -> new Fact.Processing("", seq));
        Arbitrary<Fact> outputs =
                ids.map(id -> new Fact.ToolOutput(BASH, id, "x", true, CallOutcome.Kind.DONE));
        Arbitrary<Fact> notices =
                texts.map(t -> new Fact.SteeringAdded(Fact.SteeringReason.TRUNCATED, t));
        Arbitrary<Fact> undone = numbers.map(from -> new Fact.UndoComplete(from, from + 4));
        Arbitrary<Fact> compacted =
                numbers.map(from -> new Fact.Compacted(9, 1, "short", from, from + 4));
        return Arbitraries.oneOf(
                        said, turns, outputs, notices, answers(texts, ids), undone, compacted)
                .list()
                .ofMaxSize(30);
    }

    private static Arbitrary<Fact> answers(Arbitrary<String> texts, Arbitrary<CallId> ids) {
        return net.jqwik.api.Combinators.combine(texts, ids.list().uniqueElements().ofMaxSize(3))
                .as(
                        (text, calls) ->
                                new Fact.AssistantMessage(
                                        CallId.ofModel(SESSION, 1, 1),
                                        text,
                                        calls.stream()
                                                .map(ConversationPropertyTest::requested)
                                                .toList(),
                                        Optional.empty(),
                                        "stop",
                                        true,
                                        1));
    }

    private static Fact.RequestedCall requested(CallId id) {
        return new Fact.RequestedCall(id, BASH, JsonObject.EMPTY, Optional.empty());
    }

    private static CallId id(int index) {
        return CallId.ofTool(SESSION, 1, 1, index);
    }

    private static List<ChatMessage> messages(List<Fact> facts) {
        var conversation = new Conversation();
        for (int i = 0; i < facts.size(); i++) {
            conversation.fold(i + 1L, facts.get(i));
        }
        return conversation.request(call(facts.size())).messages();
    }

    private static Fact.ModelCallRequested call(long upTo) {
        return new Fact.ModelCallRequested(
                CallId.ofModel(SESSION, 1, 1),
                1,
                new ModelId("m"),
                Optional.empty(),
                true,
                0,
                0,
                upTo);
    }
}
