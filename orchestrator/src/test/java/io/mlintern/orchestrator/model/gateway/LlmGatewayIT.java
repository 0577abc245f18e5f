package io.mlintern.orchestrator.model.gateway;

import static io.mlintern.orchestrator.model.gateway.FakeGateway.happens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.orchestrator.model.conversation.ChatMessage;
import io.mlintern.orchestrator.model.conversation.ModelRequest;
import io.mlintern.orchestrator.model.gateway.GatewayFailure.Retryable;
import io.mlintern.orchestrator.model.gateway.GatewayFailure.Terminal;
import io.mlintern.orchestrator.model.gateway.LlmGateway.Caller;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.ModelResult.AskedCall;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Usage;
import java.net.URI;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LlmGatewayIT {
    private static final Caller CALLER =
            new Caller(
                    new Actor("local", "ada"), CallId.ofModel(new SessionId("a".repeat(20)), 2, 1));

    private final FakeGateway server = new FakeGateway();
    private final LlmGateway gateway = new LlmGateway(server.address(), () -> "token");

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void textIsGivenAwayAsItComesAndNotBuffered() throws Exception {
        var seen = new CountDownLatch(1);
        server.then(
                exchange -> {
                    exchange.streamHead();
                    exchange.text("first");
                    assertThat(happens(seen)).isTrue();
                    exchange.text(" second");
                    exchange.done("stop");
                });
        var shown = new ArrayList<String>();

        Answer answer =
                gateway.ask(
                        request(true),
                        CALLER,
                        text -> {
                            shown.add(text);
                            seen.countDown();
                        });

        assertThat(shown).containsExactly("first", " second");
        assertThat(answer)
                .isEqualTo(
                        new Answer(
                                "first second",
                                List.of(),
                                Optional.empty(),
                                "stop",
                                new Usage(
                                        7, 3, 10, 2, 0, Optional.of(new BigDecimal("0.000125")))));
    }

    @Test
    void theRequestNamesServiceUserSessionAndCall() throws Exception {
        server.then(exchange -> exchange.whole(200, wholeAnswer()));

        Answer answer = gateway.ask(request(false), CALLER, _ -> {});

        assertThat(answer.calls()).containsExactly(new AskedCall("bash", "{\"command\":\"ls\"}"));
        assertThat(answer.reasoning()).contains("hm");
        var request = server.requests().getFirst();
        assertThat(request.head()).startsWith("POST /v1/chat/completions ");
        assertThat(request.hasHeader("Authorization: Bearer token")).isTrue();
        assertThat(request.hasHeader("mlintern-on-behalf-of: local/ada")).isTrue();
        assertThat(request.hasHeader("mlintern-session: " + "a".repeat(20))).isTrue();
        assertThat(request.hasHeader("mlintern-call: " + "a".repeat(20) + "-2-1-m")).isTrue();
        assertThat(request.body())
                .isEqualTo(
                        "{\"model\":\"vllm/x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @Test
    void failuresSayWhetherToTryAgain() {
        server.then(
                exchange -> exchange.failure(429, "rate_limit", true, "1.5"),
                exchange -> exchange.failure(401, "authentication", false, "null"),
                exchange -> exchange.failure(401, "unauthenticated", false, "null"),
                exchange -> exchange.whole(503, "<html>no upstream</html>"),
                exchange -> {
                    exchange.streamHead();
                    exchange.text("half");
                },
                exchange -> {
                    exchange.streamHead();
                    exchange.event(
                            "{\"error\":{\"message\":\"\",\"code\":\"overloaded\",\"retryable\":true}}");
                },
                exchange -> {
                    exchange.streamHead();
                    exchange.event("{nonsense");
                });

        assertThat(failure())
                .isEqualTo(
                        new Retryable(
                                ErrorCode.RATE_LIMIT, "m", Optional.of(Duration.ofMillis(1500))));
        assertThat(failure()).isEqualTo(new Terminal(ErrorCode.AUTHENTICATION, "m"));
        assertThat(failure()).isInstanceOf(Terminal.class);
        assertThat(failure()).isEqualTo(GatewayFailure.unreachable());
        assertThat(failure()).isEqualTo(GatewayFailure.cut());
        assertThat(failure()).isEqualTo(new Retryable(ErrorCode.OVERLOADED, "", Optional.empty()));
        assertThat(failure()).isEqualTo(GatewayFailure.garbage());
    }

    @Test
    void aConnectionThatIsClosedWithoutAWordCountsAsAnAttemptAndIsNotAskedTwice() {
        server.then(_ -> {}, exchange -> exchange.whole(200, wholeAnswer()));

        assertThat(failure()).isEqualTo(GatewayFailure.cut());

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void nobodyThereIsUnreachable() {
        var nobody = new LlmGateway(URI.create("http://127.0.0.1:1"), () -> "token");

        assertThatThrownBy(() -> nobody.ask(request(true), CALLER, _ -> {}))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.failure()).isEqualTo(GatewayFailure.unreachable()));
    }

    @Test
    void anInterruptClosesTheConnectionWhileTheStreamIsSilent() throws Exception {
        var left = new CountDownLatch(1);
        server.then(
                exchange -> {
                    exchange.streamHead();
                    exchange.text("begun");
                    exchange.awaitLeft(left);
                });

        assertThat(interruptedOnceShown(true, left)).isInstanceOf(GatewayException.class);
    }

    @Test
    void anInterruptClosesTheConnectionWhileNothingWasAnsweredYet() throws Exception {
        var asked = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        server.then(
                exchange -> {
                    asked.countDown();
                    exchange.awaitLeft(left);
                });
        var thrown = new AtomicReference<Throwable>(new IllegalStateException("nothing"));
        Thread asking = Thread.ofVirtual().start(() -> thrown.set(askAndFail(false, () -> {})));
        assertThat(happens(asked)).isTrue();

        asking.interrupt();

        assertThat(happens(left)).isTrue();
        asking.join();
        assertThat(thrown.get()).isInstanceOf(GatewayException.class);
    }

    private Throwable interruptedOnceShown(boolean stream, CountDownLatch left) throws Exception {
        var thrown = new AtomicReference<Throwable>(new IllegalStateException("nothing"));
        var shown = new CountDownLatch(1);
        Thread asking =
                Thread.ofVirtual().start(() -> thrown.set(askAndFail(stream, shown::countDown)));
        assertThat(happens(shown)).isTrue();
        asking.interrupt();
        assertThat(happens(left)).isTrue();
        asking.join();
        return thrown.get();
    }

    private Throwable askAndFail(boolean stream, Runnable shown) {
        try {
            gateway.ask(request(stream), CALLER, _ -> shown.run());
            return new IllegalStateException("an answer");
        } catch (GatewayException e) {
            return e;
        }
    }

    private GatewayFailure failure() {
        return ((GatewayException) askAndFail(true, () -> {})).failure();
    }

    private static ModelRequest request(boolean stream) {
        return new ModelRequest(
                new ModelId("vllm/x"),
                Optional.empty(),
                stream,
                List.of(new ChatMessage.User("hi")),
                List.of());
    }

    private static String wholeAnswer() {
        return """
        {"choices":[{"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"hm",
        "tool_calls":[{"id":"x","type":"function","function":{"name":"bash","arguments":"{\\"command\\":\\"ls\\"}"}}]},
        "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    }
}
