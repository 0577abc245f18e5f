package io.mlintern.gateway.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.mlintern.gateway.testing.RunningGateway.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mlintern.gateway.testing.Wire;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What calls cost, at every provider: 100 tokens read, 64 of them from a cache (at Anthropic 6 written into one), 20 written.
/// The operator of the tests' gateway has prices for `openai/x` and `anthropic/x`.
class CostIT {
    private static final String LISTING =
            """
            {"data":[{"id":"org/x","providers":[
             {"provider":"slow","status":"live","pricing":{"input":0.5,"output":1},"throughput":20},
             {"provider":"quick","status":"live","pricing":{"input":2,"output":10},"throughput":180}]}]}
            """;

    @RegisterExtension
    final WireMockExtension upstream =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    @BeforeEach
    void listing() {
        upstream.stubFor(get(urlEqualTo("/v1/models")).willReturn(okJson(LISTING)));
    }

    @ParameterizedTest
    @EnumSource
    void aStreamedAnswerEndsWithWhatItCost(Wire wire) {
        assertThat(cost(wire, wire.request(true))).contains(expected(wire));
    }

    @ParameterizedTest
    @EnumSource
    void aWholeAnswerSaysWhatItCost(Wire wire) {
        assertThat(cost(wire, wire.request(false))).contains(expected(wire));
    }

    @Test
    void aListedModelCostsItsListPriceUnderItsDatedNameToo() {
        String request =
                Wire.ANTHROPIC
                        .request(true)
                        .replace("anthropic/x", "anthropic/claude-opus-4-5-20251101");

        assertThat(cost(Wire.ANTHROPIC, request)).contains("0.0007195");
    }

    @Test
    void whatIsNotKnownIsNotSaidToBeNothing() {
        String unheardOf = Wire.OPENAI.request(true).replace("openai/x", "openai/unheard-of");
        String untagged = Wire.HF_ROUTER.request(true).replace("org/x:fastest", "org/x");

        assertThat(cost(Wire.OPENAI, unheardOf)).isEmpty();
        assertThat(cost(Wire.HF_ROUTER, untagged)).isEmpty();
    }

    @Test
    void anotherServiceThanTheOrdinaryHasAnUnknownPrice() {
        String ordinary = Wire.OPENAI.request(false).replace("openai/x", "openai/gpt-5");
        String priority = ordinary.replace("{\"model\"", "{\"service_tier\":\"flex\",\"model\"");

        assertThat(cost(Wire.OPENAI, ordinary)).contains("0.000253");
        assertThat(cost(Wire.OPENAI, priority)).isEmpty();
    }

    @Test
    void theRoutersPricesAreAskedForOnceAndATroubleThereFailsNoCall() {
        for (int i = 0; i < 3; i++) {
            assertThat(cost(Wire.HF_ROUTER, Wire.HF_ROUTER.request(true))).contains("0.0004");
        }
        upstream.verify(1, getRequestedFor(urlEqualTo("/v1/models")));
    }

    @Test
    void aRouterThatDoesNotListItsPricesStillAnswers() {
        upstream.stubFor(get(urlEqualTo("/v1/models")).willReturn(aResponse().withStatus(500)));

        assertThat(cost(Wire.HF_ROUTER, Wire.HF_ROUTER.request(true))).isEmpty();
    }

    @Test
    void aScriptCostsNothing() {
        var answer =
                chat(
                        "ada",
                        "{\"model\":\"script/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(answer.body()).contains("\"cost_usd\":0}");
    }

    private static String expected(Wire wire) {
        return switch (wire) {
            case VLLM, OLLAMA -> "0";
            case OPENAI -> "0.000304";
            case HF_ROUTER -> "0.0004";
            case ANTHROPIC -> "0.00031";
        };
    }

    /// As it stands in the answer.
    private Optional<String> cost(Wire wire, String request) {
        boolean stream = request.contains("\"stream\":true");
        upstream.stubFor(
                post(urlEqualTo(wire.path()))
                        .willReturn(
                                aResponse()
                                        .withHeader(
                                                "Content-Type",
                                                stream ? "text/event-stream" : "application/json")
                                        .withBody(stream ? wire.streamed() : wire.whole())));
        String answer = chat(wire.userAt(upstream.getPort()), request).body();
        assertThat(answer).contains("\"total_tokens\":120");
        int at = answer.indexOf("\"cost_usd\":");
        if (at < 0) return Optional.empty();
        return Optional.of(answer.substring(at + 11, answer.indexOf('}', at)));
    }
}
