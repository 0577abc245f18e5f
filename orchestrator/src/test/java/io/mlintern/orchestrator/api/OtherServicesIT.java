package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static io.mlintern.orchestrator.api.OrchestratorServer.get;
import static io.mlintern.orchestrator.api.OrchestratorServer.request;
import static io.mlintern.orchestrator.api.OrchestratorServer.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OtherServicesIT {
    @BeforeEach
    void forgetWhatWasAsked() {
        OtherServices.ASKED.clear();
    }

    @Test
    void credentialsGoToBothServicesInTheNameOfTheUser() {
        var answer = put("{\"HF_TOKEN\":\"hf_1\",\"OLLAMA_BASE_URL\":\"http://localhost:1\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(OtherServices.ASKED)
                .extracting(OtherServices.Asked::path)
                .containsExactly(
                        "/internal/llm-gateway/credentials", "/internal/tool-service/credentials");
        assertThat(OtherServices.ASKED)
                .allSatisfy(
                        asked -> {
                            assertThat(asked.authorization()).isEqualTo("Bearer service-token");
                            assertThat(asked.onBehalfOf()).isEqualTo("local/anna");
                            assertThat(asked.body()).contains("\"HF_TOKEN\":\"hf_1\"");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"PATH\":\"x\"}", "{\"HF_TOKEN\":7}", "[]"})
    void whatIsNoCredentialIsRefusedAndItsValueNotRepeated(String body) {
        var answer = put(body);

        assertThat(answer.statusCode()).isIn(400, 422);
        assertThat(OtherServices.ASKED).isEmpty();
    }

    @Test
    void aServiceThatDoesNotTakeThemMakesTheAnswerUnavailable() {
        var answer = put("{\"HF_TOKEN\":\"refuse-me\"}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).doesNotContain("refuse-me");
    }

    @Test
    void modelsAreAskedWithTheCallersToken() {
        var answer = get(ANNA, "/api/models");

        assertThat(answer.body()).isEqualTo("{\"path\":\"/v1/models\"}");
        assertThat(OtherServices.ASKED.getFirst().authorization()).startsWith("Bearer ey");
    }

    @Test
    void toolsAreListed() {
        assertThat(SessionsIT.json(get(ANNA, "/api/tools")).get("tools").isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/approvals",
        "/api/approvals/x/votes",
        "/api/policies",
        "/v1/models",
        "/.well-known/jwks.json",
    })
    void theOneOriginPassesOn(String path) {
        assertThat(get(ANNA, path).body()).isEqualTo("{\"path\":\"" + path + "\"}");
    }

    @Test
    void itIsReadyAndLive() {
        var health = HttpRequest.newBuilder(OrchestratorServer.uri("/health/ready")).build();

        assertThat(send(health).body()).contains("orchestrator-event-streams");
    }

    private static HttpResponse<String> put(String body) {
        return send(
                request(ANNA, "/api/credentials")
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }
}
