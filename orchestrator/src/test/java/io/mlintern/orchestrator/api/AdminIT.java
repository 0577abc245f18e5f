package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static io.mlintern.orchestrator.api.OrchestratorServer.send;
import static io.mlintern.orchestrator.api.OrchestratorServer.token;
import static io.mlintern.orchestrator.api.OrchestratorServer.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.identity.TokenIssuer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class AdminIT {
    private static final String LETTERS = "/api/admin/dead-letters";
    private static final Set<String> OPERATOR = Set.of(TokenIssuer.ADMIN_GROUP);

    @Test
    void onlyAnOperatorSeesAndReplaysDeadLetters() {
        assertThat(list(Set.of(), LETTERS).statusCode()).isEqualTo(403);
        assertThat(replay(Set.of(), "{\"ids\": [\"operations:0:0\"]}").statusCode()).isEqualTo(403);
        assertThat(list(OPERATOR, LETTERS).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoDeadLetterIsAnsweredForItself() {
        var answer = replay(OPERATOR, "{\"ids\": [\"operations:0:99999\"]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("operations:0:99999", "UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=100000", "?topic=nowhere"})
    void aListThatCannotBeIsRefused(String query) {
        assertThat(list(OPERATOR, LETTERS + query).statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"ids\": []}", "{\"ids\": [1]}", "{\"ids\": \"operations:0:0\"}"})
    void aReplayOfNothingIsRefused(String body) {
        assertThat(replay(OPERATOR, body).statusCode()).isEqualTo(422);
    }

    private static HttpResponse<String> list(Set<String> groups, String path) {
        return send(request(groups, path).build());
    }

    private static HttpResponse<String> replay(Set<String> groups, String body) {
        return send(
                request(groups, LETTERS + "/replays").POST(BodyPublishers.ofString(body)).build());
    }

    private static HttpRequest.Builder request(Set<String> groups, String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token(ANNA, groups));
    }
}
