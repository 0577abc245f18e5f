package io.mlintern.orchestrator.engine.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.Records;
import io.mlintern.orchestrator.engine.Patience;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.ModelResult.AskedCall;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolResult;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine on a real broker; the test plays API, model runner and tool workers.
class EngineIT {
    private static final Random NAMES = new Random();

    @TempDir private Path stateDir;
    private final SessionId session = SessionId.random(NAMES);
    private final EngineBroker.Counts counts = new EngineBroker.Counts();
    private EngineBroker broker;
    private Engine engine;

    @BeforeEach
    void start() throws Exception {
        broker = new EngineBroker("it" + NAMES.nextInt(1_000_000) + ".");
        engine = startEngine();
    }

    @AfterEach
    void stop() {
        engine.close();
        broker.close();
    }

    private Engine startEngine() throws Exception {
        return startEngine(Patience.DEFAULT);
    }

    private Engine startEngine(Patience patience) throws Exception {
        return Engine.start(
                broker.engine("one", stateDir), now -> EngineBroker.context(now, patience), counts);
    }

    @Test
    void aTurnWithTwoParallelToolsIsCarriedOutAndEveryRecordIsACloudEvent() {
        runUntilTools(session);
        done(session, 1);
        done(session, 0);
        broker.factsUntil(session, "model_call_requested");
        answer(session, 2, "finished");
        assertThat(broker.factsUntil(session, "turn_complete"))
                .containsSubsequence(
                        "session_opened",
                        "ready",
                        "user_message",
                        "processing",
                        "model_call_requested",
                        "assistant_message",
                        "tool_call",
                        "tool_call",
                        "tool_output",
                        "tool_output",
                        "model_call_requested",
                        "turn_complete");
        seqHasNoHole(session);
        var calls = broker.all(broker.topic(Topics.TOOL_CALLS));
        assertThat(calls)
                .extracting(record -> ((ToolCall) EngineBroker.message(record)).callId())
                .containsExactlyInAnyOrder(tool(session, 0), tool(session, 1));
        var headers = Records.texts(broker.all(broker.topic(Topics.EVENTS)).getFirst().headers());
        assertThat(headers)
                .containsEntry("content-type", "application/json")
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_source", "/mlintern/orchestrator")
                .containsEntry("ce_type", "io.mlintern.event.session_opened.v1")
                .containsEntry("ce_subject", session.value())
                .containsEntry("ce_tenant", "acme")
                .containsEntry("ce_actor", "ada")
                .containsKeys("ce_id", "ce_time");
    }

    @Test
    void aNewEngineUnderTheSameNameGoesOnInTheMiddleOfATurn() throws Exception {
        runUntilTools(session);
        engine.close();
        done(session, 0);
        done(session, 1);
        engine = startEngine();
        broker.factsUntil(session, "model_call_requested");
        answer(session, 2, "finished");
        List<String> facts = broker.factsUntil(session, "turn_complete");
        assertThat(facts).filteredOn("tool_output"::equals).hasSize(2);
        assertThat(facts).filteredOn("session_opened"::equals).hasSize(1);
        assertThat(broker.all(broker.topic(Topics.TOOL_CALLS))).hasSize(2);
        seqHasNoHole(session);
    }

    @Test
    void anOperationOrResultThatComesTwiceChangesNothing() {
        broker.open(session, "ada");
        broker.open(session, "ada");
        broker.submit(session, "same", new Operation.UserInput("go"));
        broker.submit(session, "same", new Operation.UserInput("go"));
        broker.factsUntil(session, "model_call_requested");
        answer(session, 1, "hi");
        answer(session, 1, "hi");
        broker.factsUntil(session, "turn_complete");
        // What comes behind the duplicates on the same partition was taken after them.
        broker.submit(session, new Operation.Rename("later"));
        List<String> facts = broker.factsUntil(session, "title_changed");
        assertThat(facts).doesNotHaveDuplicates();
        seqHasNoHole(session);
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndBlocksNobody() {
        broker.open(session, "ada");
        broker.factsUntil(session, "ready");
        for (Topics source : EngineTopology.SOURCES) {
            var unknown = new ProducerRecord<>(broker.topic(source), session.value(), bytes("{}"));
            unknown.headers().add("ce_type", bytes("io.mlintern.later.thing.v9"));
            broker.send(unknown);
            broker.send(
                    new ProducerRecord<>(
                            broker.topic(source), session.value(), new byte[] {(byte) 0xff, 0}));
            var letters = broker.deadLetters(source, 2);
            assertThat(letters)
                    .extracting(letter -> Records.texts(letter.headers()))
                    .anySatisfy(
                            headers ->
                                    assertThat(headers.get(DeadLetters.REASON))
                                            .startsWith("UNKNOWN_TYPE"))
                    .anySatisfy(
                            headers ->
                                    assertThat(headers.get(DeadLetters.REASON))
                                            .startsWith("HEADER_MISSING"))
                    .allSatisfy(
                            headers ->
                                    assertThat(headers)
                                            .containsEntry(DeadLetters.TOPIC, broker.topic(source))
                                            .containsKeys(
                                                    DeadLetters.PARTITION, DeadLetters.OFFSET));
        }
        broker.submit(session, new Operation.UserInput("go on"));
        broker.factsUntil(session, "model_call_requested");
        answer(session, 1, "gone on");
        broker.factsUntil(session, "turn_complete");
    }

    @Test
    void aRecordAsLargeAsItsTopicTakesIsPutAsideAndBlocksNobody() {
        broker.open(session, "ada");
        broker.send(
                new ProducerRecord<>(
                        broker.topic(Topics.MODEL_RESULTS),
                        session.value(),
                        new byte[Topics.MAX_MESSAGE_BYTES - 200]));
        assertThat(broker.deadLetters(Topics.MODEL_RESULTS, 1).getFirst().value()).isNull();
        broker.submit(session, new Operation.UserInput("go on"));
        broker.factsUntil(session, "model_call_requested");
    }

    @Test
    void aFailureInAStepQuarantinesItsSessionAlone() {
        SessionId other = SessionId.random(NAMES);
        broker.open(session, EngineBroker.POISON);
        broker.open(other, "ada");
        broker.submit(session, new Operation.UserInput("go"));
        broker.factsUntil(session, "model_call_requested");
        answer(session, 1, "", "bash");
        broker.factsUntil(session, "session_quarantined");
        assertThat(broker.deadLetters(Topics.MODEL_RESULTS, 1))
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.key()).isEqualTo(session.value());
                            assertThat(Records.texts(letter.headers()))
                                    .containsEntry(
                                            DeadLetters.REASON,
                                            "the step failed: IllegalStateException");
                        });
        assertThat(broker.all(broker.topic(Topics.TOOL_CALLS))).isEmpty();
        runUntilTools(other);
        seqHasNoHole(session);
    }

    @Test
    void anInterruptThatNobodyReportsOnEndsTheTurnByItself() {
        runUntilTools(session);
        broker.submit(session, new Operation.Interrupt());
        List<String> facts = broker.factsUntil(session, "interrupted");
        assertThat(facts).filteredOn("tool_output"::equals).hasSize(2);
        assertThat(broker.events(session))
                .filteredOn(event -> event.kind() == EventKind.TOOL_OUTPUT)
                .extracting(event -> ((Fact.ToolOutput) event.data()).outcome())
                .containsOnly(CallOutcome.Kind.CANCELLED);
        assertThat(broker.all(broker.topic(Topics.TOOL_CANCELLATIONS))).hasSize(2);
    }

    @Test
    void aGroupThatLostSomeOffsetsIsRefusedAndOneThatHasNoneBeginsAtTheStart() throws Exception {
        broker.open(session, "ada");
        broker.factsUntil(session, "ready");
        engine.close();
        String group = broker.engine("one", stateDir).applicationId();
        try (var admin = broker.clients().admin("offsets")) {
            var known = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            assertThat(known).hasSize(EngineTopology.SOURCES.size() * EngineBroker.PARTITIONS);
            var lost = new TopicPartition(broker.topic(Topics.TOOL_RESULTS), 1);
            // A closed replica stays a member until its session has run out.
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(
                            () -> {
                                admin.deleteConsumerGroupOffsets(group, Set.of(lost)).all().get();
                                return true;
                            });
        }
        assertThatThrownBy(this::startEngine)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tool.results-1");
    }

    @Test
    void anEngineThatWasAwayLongerThanItsInputsAreKeptGoesOnWithTheOldestThatIsLeft()
            throws Exception {
        runUntilTools(session);
        engine.close();
        done(session, 0);
        broker.submit(session, new Operation.Rename("never seen"));
        broker.delete(EngineTopology.SOURCES);
        engine = startEngine();
        broker.submit(session, new Operation.Rename("seen"));
        broker.factsUntil(session, "title_changed");
        done(session, 1);
        List<String> facts = broker.factsUntil(session, "tool_output");
        assertThat(facts).filteredOn("title_changed"::equals).hasSize(1);
        assertThat(facts).filteredOn("tool_output"::equals).hasSize(1);
        assertThat(facts).filteredOn("user_message"::equals).hasSize(1);
        assertThat(counts.deletedUnread()).isEqualTo(2);
        seqHasNoHole(session);
    }

    @Test
    void aCallWhoseRecordWasLostIsHandedOutAgainAlsoByTheNextEngine() throws Exception {
        broker.open(session, "ada");
        broker.submit(session, new Operation.UserInput("go"));
        broker.factsUntil(session, "model_call_requested");
        engine.close();
        var soon =
                new Patience(
                        Duration.ofMillis(100),
                        Duration.ofHours(1),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(5));
        engine = startEngine(soon);
        broker.factsUntil(session, "call_handed_out_again");
        var again = broker.last(session, Fact.CallHandedOutAgain.class);
        assertThat(again.modelCall().orElseThrow().callId())
                .isEqualTo(CallId.ofModel(session, 1, 1));
        answer(session, 1, "", "bash");
        broker.factsUntil(session, "call_handed_out_again", 2);
        var calls = broker.all(broker.topic(Topics.TOOL_CALLS));
        assertThat(calls)
                .hasSize(2)
                .extracting(EngineBroker::message)
                .containsOnly(EngineBroker.message(calls.getFirst()));
        broker.send(
                Topics.TOOL_RESULTS, new ToolResult.PolicyChanged(session, tool(session, 0), "v2"));
        broker.factsUntil(session, "policy_decided", 2);
        done(session, 0);
        assertThat(broker.factsUntil(session, "model_call_requested", 2))
                .filteredOn("tool_output"::equals)
                .hasSize(1);
        seqHasNoHole(session);
    }

    @Test
    void operationsOfASessionWhoseFirstRecordWasLostWaitForItAndRunInOrder() throws Exception {
        broker.submit(session, new Operation.Rename("first"));
        broker.awaitAsked(session);
        engine.close();
        broker.submit(session, new Operation.UserInput("second"));
        engine = startEngine();
        broker.submit(session, new Operation.Rename("third"));
        broker.open(session, "ada");
        assertThat(broker.factsUntil(session, "title_changed", 2))
                .containsSubsequence(
                        "session_opened",
                        "ready",
                        "title_changed",
                        "user_message",
                        "processing",
                        "model_call_requested",
                        "title_changed");
        seqHasNoHole(session);
        // An answer that comes twice changes nothing, whatever it says.
        broker.open(session, "ada");
        broker.submit(session, new Operation.SessionNotLoaded("late"));
        broker.submit(session, new Operation.Rename("fourth"));
        assertThat(broker.factsUntil(session, "title_changed", 3))
                .filteredOn("session_opened"::equals)
                .hasSize(1);
    }

    @Test
    void operationsOfASessionThatNobodyKnowsGoToTheDeadLettersWithTheReason() {
        broker.submit(session, new Operation.Rename("one"));
        broker.submit(session, new Operation.Rename("two"));
        broker.awaitAsked(session);
        broker.submit(session, new Operation.SessionNotLoaded("there is no such session"));
        assertThat(broker.deadLetters(Topics.OPERATIONS, 2))
                .extracting(letter -> Records.texts(letter.headers()).get(DeadLetters.REASON))
                .containsOnly("its session cannot be loaded: there is no such session");
        for (int i = 0; i <= Door.MOST_A_SESSION; i++) {
            broker.submit(session, new Operation.Rename("many"));
        }
        assertThat(broker.deadLetters(Topics.OPERATIONS, 3))
                .extracting(letter -> Records.texts(letter.headers()).get(DeadLetters.REASON))
                .contains("too many operations wait for this session to be loaded");
        assertThat(broker.facts(session)).isEmpty();
    }

    @Test
    void aQuarantinedSessionsOpenCallsAreStoppedAndTheirResultsChangeNothing() {
        broker.open(session, EngineBroker.POISON_LATER);
        broker.submit(session, new Operation.UserInput("go"));
        broker.factsUntil(session, "model_call_requested");
        answer(session, 1, "", "bash");
        broker.factsUntil(session, "policy_decided");
        broker.send(
                Topics.TOOL_RESULTS, new ToolResult.PolicyChanged(session, tool(session, 0), "v2"));
        assertThat(broker.factsUntil(session, "session_quarantined"))
                .endsWith("call_sent_back", "tool_output", "session_quarantined");
        assertThat(broker.all(broker.topic(Topics.TOOL_CANCELLATIONS)))
                .extracting(ConsumerRecord::key)
                .containsExactly(tool(session, 0).value());
        done(session, 0);
        await().until(() -> counts.dropped() == 1);
        assertThat(broker.facts(session)).endsWith("session_quarantined");
        seqHasNoHole(session);
    }

    /// Opens a session and goes to where two calls of its first turn are out.
    private void runUntilTools(SessionId of) {
        broker.open(of, "ada");
        broker.submit(of, new Operation.UserInput("go"));
        broker.factsUntil(of, "model_call_requested");
        answer(of, 1, "", "bash", "bash");
        broker.factsUntil(of, "policy_decided");
    }

    private void answer(SessionId of, int iteration, String content, String... tools) {
        List<AskedCall> calls =
                List.of(tools).stream().map(tool -> new AskedCall(tool, "{\"a\":1}")).toList();
        var answered =
                new ModelResult.Answered(
                        content,
                        calls,
                        Optional.empty(),
                        calls.isEmpty() ? "stop" : "tool_calls",
                        true,
                        Usage.NONE,
                        5);
        broker.send(
                Topics.MODEL_RESULTS,
                new ModelResult.ModelSettled(of, CallId.ofModel(of, 1, iteration), 1, answered));
    }

    private void done(SessionId of, int index) {
        broker.send(
                Topics.TOOL_RESULTS,
                new ToolResult.ToolSettled(
                        of, tool(of, index), 1, new CallOutcome(CallOutcome.Kind.DONE, "ok")));
    }

    private static CallId tool(SessionId of, int index) {
        return CallId.ofTool(of, 1, 1, index);
    }

    private void seqHasNoHole(SessionId of) {
        List<Long> seqs =
                broker.events(of).stream()
                        .map(SessionEvent::seq)
                        .filter(java.util.OptionalLong::isPresent)
                        .map(java.util.OptionalLong::getAsLong)
                        .toList();
        assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, seqs.size()).boxed().toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
