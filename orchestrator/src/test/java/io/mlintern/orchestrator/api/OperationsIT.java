package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static io.mlintern.orchestrator.api.OrchestratorServer.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.Operation;
import io.mlintern.protocol.SessionId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OperationsIT {
    private static final String HELLO =
            "{\"op_type\":\"user_input\",\"data\":{\"text\":\"hello\"}}";

    @Test
    void anAcceptedOperationIsOnTheTopicUnderTheIdThatTheAnswerNames() {
        var session = SessionsIT.open(ANNA);

        var answer = submit(session, HELLO, Map.of());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        var receipt = SessionsIT.json(answer);
        assertThat(receipt.get("session_id").textValue()).isEqualTo(session.value());
        assertThat(receipt.get("events_after").textValue()).isNotBlank();
        var written = TopicReader.operations(session, 2).getLast();
        assertThat(written.operationId().value())
                .isEqualTo(receipt.get("operation_id").textValue());
        assertThat(written.operation()).isEqualTo(new Operation.UserInput("hello"));
    }

    @Test
    void concurrentRetriesWithOneKeyAreOneOperation() throws Exception {
        var session = SessionsIT.open(ANNA);
        var key = Map.of("Idempotency-Key", "retry-1");
        Callable<HttpResponse<String>> call = () -> submit(session, HELLO, key);
        List<Future<HttpResponse<String>>> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads.invokeAll(List.of(call, call, call, call, call, call, call, call));
        }

        var bodies = new ArrayList<String>();
        for (var answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(202);
            bodies.add(answer.get().body());
        }
        assertThat(bodies.stream().distinct()).hasSize(1);
        assertThat(submit(session, HELLO, key).body()).isEqualTo(bodies.getFirst());
        assertThat(
                        TopicReader.operations(session, 2).stream()
                                .filter(it -> it.operation() instanceof Operation.UserInput)
                                .map(it -> it.operationId())
                                .distinct())
                .hasSize(1);
    }

    @Test
    void aKeyComesWithOneBodyOnly() {
        var session = SessionsIT.open(ANNA);
        var key = Map.of("Idempotency-Key", "one-body");
        assertThat(submit(session, HELLO, key).statusCode()).isEqualTo(202);

        var other = submit(session, HELLO.replace("hello", "goodbye"), key);

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(SessionsIT.json(other).get("code").textValue())
                .isEqualTo("idempotency_key_reused");
        assertThat(TopicReader.operations(session, 2)).hasSize(2);
    }

    static HttpResponse<String> submit(
            SessionId session, String body, Map<String, String> headers) {
        return post(
                ANNA,
                "/api/sessions/" + session + "/operations",
                body.getBytes(StandardCharsets.UTF_8),
                headers);
    }
}
