package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static io.mlintern.orchestrator.api.OrchestratorServer.BERT;
import static io.mlintern.orchestrator.api.OrchestratorServer.get;
import static io.mlintern.orchestrator.api.OrchestratorServer.post;
import static io.mlintern.orchestrator.api.OrchestratorServer.request;
import static io.mlintern.orchestrator.api.OrchestratorServer.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.SessionId;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SessionsIT {
    static SessionId open(Actor caller) {
        var answer = post(caller, "/api/sessions", "{\"model\": \"script/demo\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new SessionId(json(answer).get("session_id").textValue());
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.mapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    @Test
    void anOpenedSessionIsInTheListAndTheEngineIsTold() {
        var answer =
                post(
                        ANNA,
                        "/api/sessions",
                        """
                        {"model": "script/demo", "title": "First", "max_iterations": 3,
                         "stream": false, "attended": false, "effort": "low",
                         "workspace": {"kind": "local", "path": "/tmp"}}
                        """);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var session = json(answer);
        var id = new SessionId(session.get("session_id").textValue());
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(
                        location -> assertThat(location).endsWith("/api/sessions/" + id));
        assertThat(session.get("state").textValue()).isEqualTo("idle");

        var operations = TopicReader.operations(id, 1);
        assertThat(operations.getFirst().operation())
                .isInstanceOfSatisfying(
                        Operation.OpenSession.class,
                        opened -> {
                            assertThat(opened.settings().owner()).isEqualTo("anna");
                            assertThat(opened.settings().maxIterations()).isEqualTo(3);
                            assertThat(opened.settings().attended()).isFalse();
                            assertThat(opened.settings().workspace().path()).hasValue("/tmp");
                        });
        assertThat(json(get(ANNA, "/api/sessions/" + id)).get("usage").get("calls").intValue())
                .isZero();
        assertThat(get(ANNA, "/api/sessions?q=first").body()).contains(id.value());
        assertThat(get(BERT, "/api/sessions").body()).doesNotContain(id.value());
        assertThat(get(BERT, "/api/sessions/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void aListGoesOnWhereItsCursorSays() {
        var caller = new Actor("local", "list-reader");
        var first = open(caller);
        var second = open(caller);
        var third = open(caller);

        var page = json(get(caller, "/api/sessions?limit=2"));
        var rest =
                json(get(caller, "/api/sessions?limit=2&cursor=" + page.get("next").textValue()));

        assertThat(page.findValuesAsText("session_id"))
                .containsExactly(third.value(), second.value());
        assertThat(rest.findValuesAsText("session_id")).containsExactly(first.value());
        assertThat(rest.get("next").isNull()).isTrue();
    }

    @Test
    void aForgottenSessionIsStoppedAndGone() {
        var id = open(ANNA);

        var answer = send(request(ANNA, "/api/sessions/" + id).DELETE().build());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(get(ANNA, "/api/sessions/" + id).statusCode()).isEqualTo(404);
        assertThat(TopicReader.operations(id, 3))
                .extracting(it -> it.kind().wireName())
                .containsExactly("session_opened", "interrupt", "shutdown");
    }
}
