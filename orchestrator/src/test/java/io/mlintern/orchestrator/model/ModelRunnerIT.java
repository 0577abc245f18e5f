package io.mlintern.orchestrator.model;

import static io.mlintern.orchestrator.model.gateway.FakeGateway.happens;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.orchestrator.model.gateway.FakeGateway.Script;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelResult.Answered;
import io.mlintern.protocol.ModelResult.Cancelled;
import io.mlintern.protocol.ModelResult.Failed;
import io.mlintern.protocol.Signal.AssistantChunk;
import io.mlintern.protocol.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelRunnerIT {
    private final RunnerScene scene = new RunnerScene();
    private final Facts facts = Facts.opened();

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void aStreamedAnswerIsShownInChunksAndThenTold() {
        scene.withResults().start();
        scene.gateway.then(streams("Hello", " there"));

        var call = facts.asks("hi", true);
        scene.send(facts);

        var settled = scene.settled(call);
        assertThat(settled.attempt()).isEqualTo(1);
        assertThat(settled.outcome())
                .isInstanceOfSatisfying(
                        Answered.class,
                        answer -> {
                            assertThat(answer.content()).isEqualTo("Hello there");
                            assertThat(answer.streamed()).isTrue();
                            assertThat(answer.usage().totalTokens()).isEqualTo(10);
                            assertThat(answer.finishReason()).isEqualTo("stop");
                        });
        assertThat(joined(scene.chunks(call), 1)).isEqualTo("Hello there");
        assertThat(scene.gateway.requests().getFirst().body())
                .contains("{\"role\":\"system\",\"content\":\"You help.\"}")
                .contains("{\"role\":\"user\",\"content\":\"hi\"}")
                .contains("\"name\":\"bash\"");
    }

    @Test
    void anAnswerThatDoesNotStreamIsToldWithoutChunks() {
        scene.withResults().start();
        scene.gateway.then(
                exchange ->
                        exchange.whole(
                                200,
                                "{\"choices\":[{\"message\":{\"content\":\"whole\"},\"finish_reason\":\"stop\"}]}"));

        var call = facts.asks("hi", false);
        scene.send(facts);

        assertThat(scene.settled(call).outcome())
                .isInstanceOfSatisfying(
                        Answered.class,
                        answer -> {
                            assertThat(answer.content()).isEqualTo("whole");
                            assertThat(answer.streamed()).isFalse();
                        });
        assertThat(scene.chunks(call)).isEmpty();
    }

    @Test
    void aRateLimitIsWaitedForAndSaid() {
        scene.withResults().start();
        scene.gateway.then(
                exchange -> exchange.failure(429, "rate_limit", true, "20"), streams("ok"));

        var call = facts.asks("hi", true);
        scene.send(facts);

        var settled = scene.settled(call);
        assertThat(settled.outcome()).isInstanceOf(Answered.class);
        assertThat(settled.attempt()).isEqualTo(2);
        assertThat(scene.notices())
                .singleElement()
                .asString()
                .contains("rate limited", "attempt 2 of 3");
    }

    @Test
    void aStreamThatBreaksOffIsAskedForAgainUnderAHigherAttempt() {
        scene.withResults().start();
        scene.gateway.then(
                exchange -> {
                    exchange.streamHead();
                    exchange.text("half an");
                },
                streams("the whole answer"));

        var call = facts.asks("hi", true);
        scene.send(facts);

        assertThat(scene.settled(call).outcome())
                .isInstanceOfSatisfying(
                        Answered.class,
                        answer -> assertThat(answer.content()).isEqualTo("the whole answer"));
        assertThat(joined(scene.chunks(call), 1)).isEqualTo("half an");
        assertThat(joined(scene.chunks(call), 2)).isEqualTo("the whole answer");
    }

    @Test
    void threeFailuresEndTheCall() {
        scene.withResults().start();
        Script overloaded = exchange -> exchange.failure(503, "overloaded", true, "null");
        scene.gateway.then(overloaded, overloaded, overloaded);

        var call = facts.asks("hi", true);
        scene.send(facts);

        assertThat(scene.settled(call).outcome())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.OVERLOADED));
        assertThat(scene.gateway.requests()).hasSize(3);
    }

    @Test
    void aRefusedKeyEndsTheCallAtOnceAndSaysWhatToDo() {
        scene.withResults().start();
        scene.gateway.then(exchange -> exchange.failure(401, "authentication", false, "null"));

        var call = facts.asks("hi", true);
        scene.send(facts);

        assertThat(scene.settled(call).outcome())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(ErrorCode.AUTHENTICATION);
                            assertThat(failed.detail()).contains("HF_TOKEN");
                        });
        assertThat(scene.gateway.requests()).hasSize(1);
    }

    @Test
    void anInterruptAbortsTheStreamAndKeepsWhatWasSaid() throws Exception {
        scene.withResults().start();
        var begun = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        scene.gateway.then(
                exchange -> {
                    exchange.streamHead();
                    exchange.text("so far");
                    begun.countDown();
                    exchange.awaitLeft(left);
                });
        var call = facts.asks("hi", true);
        scene.send(facts);
        assertThat(happens(begun)).isTrue();

        facts.interrupts();
        scene.send(facts);

        assertThat(happens(left)).isTrue();
        assertThat(scene.settled(call).outcome())
                .isInstanceOfSatisfying(
                        Cancelled.class,
                        cancelled -> assertThat("so far").startsWith(cancelled.content()));
    }

    @Test
    void aCallThatLastsSaysSoAndOneThatIsCutByAShutdownIsMadeAgainUnderAHigherAttempt()
            throws Exception {
        scene.withResults().start();
        var begun = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        scene.gateway.then(
                exchange -> {
                    exchange.streamHead();
                    exchange.text("half");
                    begun.countDown();
                    exchange.awaitLeft(left);
                },
                streams("whole"));
        var call = facts.asks("hi", true);
        scene.send(facts);
        scene.awaitStarted(call);
        assertThat(happens(begun)).isTrue();
        Awaitility.await().until(() -> !scene.chunks(call).isEmpty());

        scene.stop();
        assertThat(happens(left)).isTrue();
        scene.start();

        var settled = scene.settled(call);
        assertThat(settled.attempt()).isEqualTo(4);
        assertThat(joined(scene.chunks(call), 1)).isEqualTo("half");
        assertThat(joined(scene.chunks(call), 4)).isEqualTo("whole");
    }

    @Test
    void anAnswerThatCouldNotBeToldIsToldOnceAfterARestartAndNotBoughtAgain() {
        scene.start();
        scene.gateway.then(streams("dear"));
        var call = facts.asks("hi", true);
        scene.send(facts);
        scene.awaitRow(call, "finished_at IS NOT NULL AND published_at IS NULL");
        scene.stop();

        scene.create(Topics.MODEL_RESULTS);
        scene.start();

        assertThat(scene.settled(call).outcome())
                .isInstanceOfSatisfying(
                        Answered.class, answer -> assertThat(answer.content()).isEqualTo("dear"));
        scene.awaitRow(call, "published_at IS NOT NULL");
        assertThat(scene.allSettled(call)).hasSize(1);
        assertThat(scene.gateway.requests()).hasSize(1);
    }

    @Test
    void afterARestartTheConversationIsReadBackFromTheTopicWhenTheCatalogHasNothing() {
        scene.withResults().start();
        scene.gateway.then(streams("one"), streams("two"));
        var first = facts.asks("first question", true);
        scene.send(facts);
        scene.settled(first);
        facts.answers(first, "one");
        scene.send(facts);
        scene.stop();
        scene.start();

        var second = facts.asks("second question", true);
        scene.send(facts);

        assertThat(scene.settled(second).outcome()).isInstanceOf(Answered.class);
        assertThat(scene.gateway.requests().getLast().body())
                .contains("first question", "\"one\"", "second question");
    }

    @Test
    void factsThatTheTopicNoLongerHasComeFromTheCatalog() {
        var first = facts.asks("first question", true);
        facts.answers(first, "one");
        var old = facts.all();
        scene.withResults()
                .start(
                        (session, from, to) ->
                                session.equals(facts.session)
                                        ? old.subList(
                                                (int) from - 1, (int) Math.min(to, old.size()))
                                        : List.of());
        scene.gateway.then(streams("two"));
        scene.skip(facts);

        var second = facts.asks("second question", true);
        scene.send(facts);

        assertThat(scene.settled(second).outcome()).isInstanceOf(Answered.class);
        assertThat(scene.gateway.requests().getLast().body())
                .contains("first question", "\"one\"", "second question");
    }

    @Test
    void aRunnerThatWasAwayLongerThanTheLogIsKeptGoesOnWithTheOldestRecordThatIsLeft() {
        var first = facts.asks("first question", true);
        facts.answers(first, "one");
        scene.withResults().start().stop();
        scene.send(facts);
        scene.deleteEvents();
        var old = facts.all();
        scene.start(
                (session, from, to) ->
                        session.equals(facts.session)
                                ? old.subList((int) from - 1, (int) Math.min(to, old.size()))
                                : List.of());
        scene.gateway.then(streams("two"));

        var second = facts.asks("second question", true);
        scene.send(facts);

        assertThat(scene.settled(second).outcome()).isInstanceOf(Answered.class);
        assertThat(scene.allSettled(first)).isEmpty();
        assertThat(scene.deletedUnread()).isEqualTo(old.size());
    }

    @Test
    void aCallWhoseFirstHandOutWasLostIsMadeAtTheSecondAndAThirdChangesNothing() {
        scene.withResults().start();
        scene.gateway.then(streams("at last"));
        var call = facts.asks("hi", true);
        var request = facts.request(call);
        var old = facts.all();
        scene.stop();
        scene.start(
                (session, from, to) ->
                        session.equals(facts.session)
                                ? old.subList((int) from - 1, (int) Math.min(to, old.size()))
                                : List.of());
        scene.skip(facts);

        facts.handsOutAgain(request);
        scene.send(facts);

        assertThat(scene.settled(call).outcome())
                .isInstanceOfSatisfying(
                        Answered.class,
                        answer -> assertThat(answer.content()).isEqualTo("at last"));
        scene.awaitRow(call, "published_at IS NOT NULL");
        facts.handsOutAgain(request);
        scene.gateway.then(streams("next"));
        var next = facts.asksOn(true);
        scene.send(facts);
        scene.settled(next);
        assertThat(scene.allSettled(call)).hasSize(1);
        assertThat(scene.gateway.requests()).hasSize(2);
    }

    @Test
    void theCallOfAQuarantinedSessionIsStopped() throws Exception {
        scene.withResults().start();
        var begun = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        scene.gateway.then(
                exchange -> {
                    exchange.streamHead();
                    exchange.text("so far");
                    begun.countDown();
                    exchange.awaitLeft(left);
                });
        var call = facts.asks("hi", true);
        scene.send(facts);
        assertThat(happens(begun)).isTrue();

        facts.isQuarantined();
        scene.send(facts);

        assertThat(happens(left)).isTrue();
        assertThat(scene.settled(call).outcome()).isInstanceOf(Cancelled.class);
        scene.awaitRow(call, "published_at IS NOT NULL");
    }

    @Test
    void factsThatAreNowhereFailTheCallWithoutAskingTheModel() {
        scene.withResults().start();
        scene.skip(facts);

        var call = facts.asks("hi", true);
        scene.send(facts);

        assertThat(scene.settled(call).outcome())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL));
        assertThat(scene.gateway.requests()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsCountedAndStopsNoCall() {
        scene.withResults().start();
        scene.gateway.then(streams("dear"));
        scene.sendRaw(facts.session.value(), Map.of(), "garbage");
        scene.sendRaw("x", Map.of("ce_type", "io.mlintern.event.later.v1"), "garbage");
        scene.sendRaw("x", Map.of("ce_type", "io.mlintern.event.tool_log.v1"), "garbage");

        var call = facts.asks("hi", true);
        scene.send(facts);

        assertThat(scene.settled(call).outcome()).isInstanceOf(Answered.class);
        Awaitility.await().until(() -> scene.unreadable.get() == 1);
    }

    private static Script streams(String... texts) {
        return exchange -> {
            exchange.streamHead();
            for (String text : texts) {
                exchange.text(text);
            }
            exchange.done("stop");
        };
    }

    private static String joined(List<AssistantChunk> chunks, int attempt) {
        return String.join(
                "",
                chunks.stream()
                        .filter(chunk -> chunk.attempt() == attempt)
                        .map(AssistantChunk::content)
                        .toList());
    }
}
