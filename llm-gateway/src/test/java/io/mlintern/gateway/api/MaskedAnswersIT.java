package io.mlintern.gateway.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.mlintern.gateway.testing.RunningGateway.chat;
import static io.mlintern.gateway.testing.RunningGateway.credentials;
import static io.mlintern.gateway.testing.Wire.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mlintern.gateway.testing.Wire;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No model says a key of its caller, whichever provider it is at and in whatever pieces it comes.
class MaskedAnswersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT = "/content";
    private static final String REASONING = "/reasoning_content";
    private static final String ARGUMENTS = "/tool_calls/0/function/arguments";

    @RegisterExtension
    static final WireMockExtension UPSTREAM =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    @ParameterizedTest
    @EnumSource
    void aKeyInSeveralPiecesOfAStreamIsMaskedInTextThoughtsAndArguments(Wire wire) {
        String stream =
                wire.streamed()
                        .replace("I look ", "it is planted-sec")
                        .replace("at it. ü", "ret-4711, ü")
                        .replace("{\\\"command\\\":", "{\\\"command\\\":\\\"echo planted-s")
                        .replace("\\\"ls\\\"}", "ecret-4711\\\"}");
        stream = wire.thought("planted-") + wire.thought("secret-4711?") + stream;

        String answer = calling(wire, true, stream);

        assertThat(joined(answer, CONTENT)).isEqualTo("it is [REDACTED], ü");
        assertThat(joined(answer, REASONING)).isEqualTo("[REDACTED]?");
        assertThat(joined(answer, ARGUMENTS)).isEqualTo("{\"command\":\"echo [REDACTED]\"}{}");
        assertThat(answer).doesNotContain("planted", "4711").endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @EnumSource
    void aKeyInAnAnswerInOnePieceIsMasked(Wire wire) {
        String whole = wire.whole().replace("I look", KEY).replace("\"ls", "\"echo " + KEY);

        String answer = calling(wire, false, whole);

        JsonNode message = read(answer).at("/choices/0/message");
        assertThat(message.at(CONTENT).asText()).isEqualTo("[REDACTED] at it. ü");
        assertThat(read(message.at(ARGUMENTS).asText()).path("command").asText())
                .isEqualTo("echo [REDACTED]");
        assertThat(answer).doesNotContain(KEY);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasHeldBackComesBeforeTheFailureThatEndsTheStream(Wire wire) {
        String answer = calling(wire, true, wire.begun().replace("I look ", "I look pla"));

        assertThat(joined(answer, CONTENT)).isEqualTo("I look pla");
        assertThat(answer.indexOf("pla")).isLessThan(answer.indexOf("upstream_cut"));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasHeldBackComesBeforeTheEnd(Wire wire) {
        String answer = calling(wire, true, wire.streamed().replace("at it. ü", "at a plan"));

        assertThat(joined(answer, CONTENT)).isEqualTo("I look at a plan");
        assertThat(answer.lastIndexOf("\"content\":"))
                .isLessThan(answer.indexOf("\"finish_reason\":\"tool_calls\""));
    }

    @ParameterizedTest
    @EnumSource
    void mostOfAKeyBeforeAFailureIsMaskedToo(Wire wire) {
        String answer = calling(wire, true, wire.begun().replace("I look ", "planted-secret-471"));

        assertThat(joined(answer, CONTENT)).isEqualTo("[REDACTED]");
        assertThat(answer).contains("upstream_cut").doesNotContain("planted");
    }

    @Test
    void theScriptedModelsSayNoKeyEitherAndOnlyKeysOfTheCallsTimeAreMasked() {
        credentials("ned", Map.of("HF_TOKEN", "planted hub token", "OLLAMA_API_KEY", "ollama"));
        String request =
                """
                {"model":"script/echo","stream":%s,
                 "messages":[{"role":"user","content":"ollama: planted hub token"}]}
                """;

        assertThat(joined(chat("ned", request.formatted(true)).body(), CONTENT))
                .isEqualTo("[scripted] ollama: [REDACTED]");
        assertThat(chat("ned", request.formatted(false)).body())
                .contains("[scripted] ollama: [REDACTED]");
        credentials("ned", Map.of("HF_TOKEN", ""));
        assertThat(joined(chat("ned", request.formatted(true)).body(), CONTENT))
                .isEqualTo("[scripted] ollama: planted hub token");
    }

    @Test
    void whatIsShapedLikeAKeyIsMaskedThoughNobodyKnowsIt() {
        String request =
                """
                {"model":"script/echo","stream":true,
                 "messages":[{"role":"user","content":"take hf_%s now"}]}
                """
                        .formatted("a1".repeat(17));

        assertThat(joined(chat("nora", request).body(), CONTENT))
                .isEqualTo("[scripted] take [REDACTED_HF_TOKEN] now");
    }

    private static String calling(Wire wire, boolean stream, String body) {
        UPSTREAM.resetAll();
        String type = stream ? "text/event-stream" : "application/json";
        UPSTREAM.stubFor(
                post(urlEqualTo(wire.path()))
                        .willReturn(aResponse().withHeader("Content-Type", type).withBody(body)));
        var answer = chat(wire.userAt(UPSTREAM.getPort()), wire.request(stream));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /// What a client has after it put the pieces of this field together.
    private static String joined(String answer, String field) {
        List<String> pieces =
                answer.lines()
                        .filter(line -> line.contains("\"delta\":"))
                        .map(line -> read(line.substring("data: ".length())))
                        .map(chunk -> chunk.at("/choices/0/delta" + field).asText(""))
                        .toList();
        return String.join("", pieces);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }
}
