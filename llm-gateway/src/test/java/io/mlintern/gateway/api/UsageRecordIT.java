package io.mlintern.gateway.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.mlintern.gateway.testing.RunningGateway.TOKENS;
import static io.mlintern.gateway.testing.RunningGateway.as;
import static io.mlintern.gateway.testing.RunningGateway.chat;
import static io.mlintern.gateway.testing.RunningGateway.open;
import static io.mlintern.gateway.testing.RunningGateway.send;
import static io.mlintern.gateway.testing.RunningGateway.url;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mlintern.gateway.testing.SocketUpstream;
import io.mlintern.gateway.testing.UsageTopic;
import io.mlintern.gateway.testing.Wire;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Usage;
import io.mlintern.protocol.UsageRecord;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands on `llm.usage` of each call.
class UsageRecordIT {
    private static final String ECHO =
            "{\"model\":\"script/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final SessionId SESSION = new SessionId("usagerecordit0123456");
    private static final CallId CALL = CallId.ofModel(SESSION, 2, 1);

    @RegisterExtension
    final WireMockExtension upstream =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerIsMeteredOnceForItsUser(boolean stream) {
        upstream.stubFor(
                post(anyUrl())
                        .willReturn(
                                aResponse()
                                        .withHeader(
                                                "Content-Type",
                                                stream ? "text/event-stream" : "application/json")
                                        .withBody(
                                                stream
                                                        ? Wire.ANTHROPIC.streamed()
                                                        : Wire.ANTHROPIC.whole())));
        String user = Wire.ANTHROPIC.userAt(upstream.getPort());

        chat(user, Wire.ANTHROPIC.request(stream));

        var metered = only(user);
        assertThat(metered.key()).isEqualTo(user);
        assertThat(metered.envelope().source()).isEqualTo("/mlintern/llm-gateway");
        assertThat(metered.envelope().actor().tenant()).isEqualTo("local");
        assertThat(metered.usage())
                .usingRecursiveComparison()
                .ignoringFields("latencyMs")
                .isEqualTo(
                        new UsageRecord(
                                Optional.empty(),
                                Optional.empty(),
                                user,
                                new ModelId("anthropic/x"),
                                new Usage(
                                        100,
                                        20,
                                        120,
                                        64,
                                        6,
                                        Optional.of(new BigDecimal("0.00031"))),
                                0,
                                Optional.empty()));
    }

    @Test
    void aRefusalIsMeteredWithItsCodeAndWithoutACost() {
        upstream.stubFor(
                post(anyUrl())
                        .willReturn(
                                aResponse()
                                        .withStatus(429)
                                        .withBody(Wire.OPENAI.error("rate_limit_error", "slow"))));
        String user = Wire.OPENAI.userAt(upstream.getPort());

        chat(user, Wire.OPENAI.request(true));

        assertThat(only(user).usage().failure()).contains(ErrorCode.RATE_LIMIT);
        assertThat(only(user).usage().usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void aCutAnswerIsMeteredWithWhatTheProviderHadSaidAndWithoutACost() throws Exception {
        String begun = SocketUpstream.eventStream(Wire.ANTHROPIC.begun());
        try (var cut = SocketUpstream.closingAfter(begun)) {
            String user = Wire.ANTHROPIC.userAt(cut.port());

            chat(user, Wire.ANTHROPIC.request(true));

            assertThat(only(user).usage().failure()).contains(ErrorCode.UPSTREAM_CUT);
            assertThat(only(user).usage().usage())
                    .isEqualTo(new Usage(100, 1, 101, 64, 6, Optional.empty()));
        }
    }

    @Test
    void aCallThatItsCallerLeftIsMetered() throws Exception {
        String begun = SocketUpstream.eventStream(Wire.VLLM.begun());
        try (var silent = SocketUpstream.silentAfter(begun)) {
            String user = Wire.VLLM.userAt(silent.port());
            var answer =
                    open(
                            as(user, "/v1/chat/completions")
                                    .POST(BodyPublishers.ofString(Wire.VLLM.request(true)))
                                    .build());
            assertThat(answer.body().read()).isPositive();

            answer.body().close();

            assertThat(only(user).usage().failure()).contains(new ErrorCode("abandoned"));
            assertThat(only(user).usage().usage().costUsd()).contains(BigDecimal.ZERO);
        }
    }

    @Test
    void whatReachedNoProviderIsNotMetered() throws Exception {
        int port;
        try (var closed = SocketUpstream.closingAfter("")) {
            port = closed.port();
        }
        String user = Wire.VLLM.userAt(port);
        assertThat(chat(user, Wire.VLLM.request(true)).body()).contains("upstream_unreachable");
        assertThat(chat(user, "{").statusCode()).isEqualTo(400);

        // Records are written in their order: when this one is there, the others would be.
        chat(user, ECHO);

        assertThat(only(user).usage().model()).isEqualTo(new ModelId("script/echo"));
    }

    @Test
    void aServiceNamesTheSessionAndTheCall() {
        var answer = send(named(TOKENS.service(), SESSION.value(), CALL.value()));

        assertThat(answer.statusCode()).isEqualTo(200);
        var metered = only("una");
        assertThat(metered.key()).isEqualTo(SESSION.value());
        assertThat(metered.usage().sessionId()).contains(SESSION);
        assertThat(metered.usage().callId()).contains(CALL);
        assertThat(metered.usage().usage().costUsd()).contains(BigDecimal.ZERO);
    }

    @Test
    void onlyServicesNameSessionsAndCallsAndOnlyProperOnes() {
        for (String header : new String[] {"mlintern-session", "mlintern-call"}) {
            var request =
                    as("una", "/v1/chat/completions")
                            .header(
                                    header,
                                    header.endsWith("call") ? CALL.value() : SESSION.value())
                            .POST(BodyPublishers.ofString(ECHO))
                            .build();
            assertThat(send(request).statusCode()).as(header).isEqualTo(403);
        }

        var nonsense = send(named(TOKENS.service(), "not a session", CALL.value()));

        assertThat(nonsense.statusCode()).isEqualTo(400);
        assertThat(nonsense.body()).contains("mlintern-session");
    }

    private static UsageTopic.Metered only(String user) {
        var metered = UsageTopic.of(user, 1);
        assertThat(metered).hasSize(1);
        return metered.getFirst();
    }

    private static HttpRequest named(String token, String session, String call) {
        return HttpRequest.newBuilder(url("/v1/chat/completions"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("mlintern-on-behalf-of", "local/una")
                .header("mlintern-session", session)
                .header("mlintern-call", call)
                .POST(BodyPublishers.ofString(ECHO))
                .build();
    }
}
