package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static io.mlintern.orchestrator.api.OrchestratorServer.request;
import static io.mlintern.orchestrator.api.OrchestratorServer.send;
import static io.mlintern.orchestrator.api.OrchestratorServer.uri;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.kit.testing.AskedSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the orchestrator says of itself: its paths, its settings.
class DescriptionIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    record Documented(String method, String path) {}

    static List<Documented> documented() {
        var document =
                SessionsIT.json(
                        send(
                                HttpRequest.newBuilder(uri("/openapi"))
                                        .header("Accept", "application/json")
                                        .build()));
        return document.get("paths")
                .propertyStream()
                .flatMap(
                        path ->
                                path.getValue()
                                        .propertyStream()
                                        .map(it -> new Documented(it.getKey(), path.getKey())))
                .toList();
    }

    @Test
    void thePathsAreThoseOfTheContract() {
        assertThat(documented())
                .extracting(it -> it.method().toUpperCase(Locale.ROOT) + " " + it.path())
                .containsExactlyInAnyOrder(
                        "POST /api/sessions",
                        "GET /api/sessions",
                        "GET /api/sessions/{id}",
                        "DELETE /api/sessions/{id}",
                        "POST /api/sessions/{id}/operations",
                        "GET /api/sessions/{id}/events",
                        "GET /api/sessions/{id}/messages",
                        "PUT /api/credentials",
                        "GET /api/models",
                        "GET /api/tools",
                        "GET /api/admin/dead-letters",
                        "POST /api/admin/dead-letters/replays",
                        "GET /api/usage");
    }

    @ParameterizedTest
    @MethodSource("documented")
    void whatIsDocumentedAnswersUnderItsPath(Documented operation) throws Exception {
        var session = SessionsIT.open(ANNA);
        var request =
                request(ANNA, operation.path().replace("{id}", session.value()))
                        .header("Content-Type", "application/json")
                        .method(
                                operation.method().toUpperCase(Locale.ROOT),
                                BodyPublishers.ofString("{}"))
                        .build();

        assertThat(status(request)).isNotIn(404, 405);
    }

    private static int status(HttpRequest request) throws Exception {
        // Not read to its end: a stream of events has none.
        var answer = HTTP.send(request, BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    @Test
    void everySettingThatIsReadIsListed() {
        JsonNode tools = SessionsIT.json(OrchestratorServer.get(ANNA, "/api/tools"));

        assertThat(tools.has("tools")).isTrue();
        assertThat(AskedSettings.unlisted()).isEmpty();
    }
}
