package io.mlintern.gateway.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.mlintern.gateway.testing.RunningGateway.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mlintern.gateway.testing.Wire;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for every provider, whatever words its own API uses.
class ProviderIT {
    @RegisterExtension
    static final WireMockExtension UPSTREAM =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    @ParameterizedTest
    @EnumSource
    void aStreamedAnswerIsTheSameOnOurWire(Wire wire) {
        var answer = calling(wire, true, ok(wire.streamed(), "text/event-stream"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(deltas(answer))
                .containsExactly(
                        "{\"role\":\"assistant\",\"content\":\"\"}",
                        "{\"content\":\"I look \"}",
                        "{\"content\":\"at it. ü\"}",
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"bash\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"command\\\":\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"ls\\\"}\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"call_b\",\"type\":\"function\",\"function\":{\"name\":\"read\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
                        "{}");
        assertThat(answer.body())
                .contains("\"finish_reason\":\"tool_calls\"")
                .contains("\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120")
                .contains("\"cached_tokens\":64")
                .endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @EnumSource
    void aWholeAnswerIsTheSameOnOurWire(Wire wire) {
        var answer = calling(wire, false, ok(wire.whole(), "application/json"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"content\":\"I look at it. ü\"")
                .contains("{\"name\":\"bash\",\"arguments\":\"{\\\"command\\\":\\\"ls\\\"}\"}")
                .contains("{\"name\":\"read\",\"arguments\":\"{}\"}")
                .contains("\"finish_reason\":\"tool_calls\"", "\"total_tokens\":120");
    }

    @ParameterizedTest
    @EnumSource
    void theKeyGoesToItsOwnHostAndARedirectIsNotFollowed(Wire wire) {
        var answer =
                calling(
                        wire,
                        true,
                        aResponse()
                                .withStatus(307)
                                .withHeader("Location", UPSTREAM.url("/elsewhere")));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("\"code\":\"upstream_garbage\"", "redirect");
        UPSTREAM.verify(
                1,
                postRequestedFor(urlEqualTo(wire.path()))
                        .withHeader(
                                wire.keyHeader().getKey(), equalTo(wire.keyHeader().getValue())));
        UPSTREAM.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @ParameterizedTest
    @EnumSource
    void eachRefusalHasItsCode(Wire wire) {
        refusal(
                wire,
                400,
                "invalid_request_error",
                "max_tokens must be below 429",
                400,
                "invalid_request");
        refusal(wire, 401, "authentication_error", "bad key", 401, "authentication");
        refusal(wire, 402, "billing_error", "no credits", 402, "billing");
        refusal(wire, 403, "permission_error", "not yours", 403, "permission_denied");
        refusal(wire, 404, "not_found_error", "model: x", 404, "model_not_found");
        refusal(
                wire,
                400,
                "invalid_request_error",
                "prompt is too long: 9 tokens > 8 maximum",
                400,
                "context_overflow");
        refusal(wire, 413, "request_too_large", "too large", 400, "context_overflow");
        refusal(wire, 429, "rate_limit_error", "slow down", 429, "rate_limit");
        refusal(wire, 500, "api_error", "broken", 502, "upstream_error");
        refusal(wire, 529, "overloaded_error", "busy", 503, "overloaded");
    }

    @ParameterizedTest
    @EnumSource
    void retryAfterIsPassedOn(Wire wire) {
        var answer =
                calling(
                        wire,
                        true,
                        aResponse()
                                .withStatus(429)
                                .withHeader("Retry-After", "7")
                                .withBody(wire.error("rate_limit_error", "slow down")));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
        assertThat(answer.body()).contains("\"retryable\":true,\"retry_after_s\":7}");
    }

    @ParameterizedTest
    @EnumSource
    void aSecretInAProvidersErrorTextIsMasked(Wire wire) {
        var refused =
                calling(
                        wire,
                        true,
                        aResponse()
                                .withStatus(401)
                                .withBody(
                                        wire.error(
                                                "authentication_error",
                                                "key " + Wire.KEY + " is wrong")));
        var inStream =
                calling(
                        wire,
                        true,
                        ok(
                                wire.begun()
                                        + "data: "
                                        + wire.error("api_error", "key " + Wire.KEY)
                                        + "\n\n",
                                "text/event-stream"));

        assertThat(refused.body()).doesNotContain(Wire.KEY).contains("[REDACTED]");
        assertThat(inStream.body())
                .doesNotContain(Wire.KEY)
                .contains("[REDACTED]", "\"code\":\"upstream_error\"");
    }

    @ParameterizedTest
    @EnumSource
    void anErrorInsideTheStreamEndsItWithoutDone(Wire wire) {
        var answer =
                calling(
                        wire,
                        true,
                        ok(
                                wire.begun()
                                        + "data: "
                                        + wire.error("overloaded_error", "busy")
                                        + "\n\n",
                                "text/event-stream"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "I look ",
                        "data: {\"error\":{",
                        "\"code\":\"overloaded\"",
                        "\"retryable\":true")
                .doesNotContain("[DONE]");
    }

    @ParameterizedTest
    @EnumSource
    void garbageIsSaidToBeGarbage(Wire wire) {
        List<ResponseDefinitionBuilder> garbage =
                List.of(
                        ok("<html>Bad gateway</html>", "text/html"),
                        ok("{\"hello\":1}", "application/json"),
                        ok("[1,2]", "application/json"),
                        ok("data: {not json\n\n", "text/event-stream"),
                        ok("<html>no events</html>\n", "text/event-stream"));
        for (var body : garbage) {
            var answer = calling(wire, true, body);
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"code\":\"upstream_garbage\"");
        }
    }

    private static void refusal(
            Wire wire, int status, String type, String message, int ourStatus, String code) {
        var answer =
                calling(
                        wire,
                        true,
                        aResponse().withStatus(status).withBody(wire.error(type, message)));
        assertThat(answer.statusCode()).as(code).isEqualTo(ourStatus);
        assertThat(answer.body()).startsWith("{\"error\":{").contains("\"code\":\"" + code + "\"");
    }

    private static HttpResponse<String> calling(
            Wire wire, boolean stream, ResponseDefinitionBuilder response) {
        UPSTREAM.resetAll();
        UPSTREAM.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(404)));
        UPSTREAM.stubFor(post(urlEqualTo(wire.path())).willReturn(response));
        return chat(wire.userAt(UPSTREAM.getPort()), wire.request(stream));
    }

    private static ResponseDefinitionBuilder ok(String body, String type) {
        return aResponse().withStatus(200).withHeader("Content-Type", type).withBody(body);
    }

    private static List<String> deltas(HttpResponse<String> answer) {
        return answer.body()
                .lines()
                .filter(line -> line.contains("\"delta\":"))
                .map(
                        line ->
                                line.substring(
                                        line.indexOf("\"delta\":") + 8,
                                        line.lastIndexOf(",\"finish_reason\"")))
                .toList();
    }
}
