package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static io.mlintern.orchestrator.api.OrchestratorServer.BERT;
import static io.mlintern.orchestrator.api.OrchestratorServer.get;
import static io.mlintern.orchestrator.api.OrchestratorServer.post;
import static io.mlintern.orchestrator.api.OrchestratorServer.send;
import static io.mlintern.orchestrator.api.OrchestratorServer.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.SessionId;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class BadInputIT {
    private static SessionId session;

    @BeforeAll
    static void openSession() {
        session = SessionsIT.open(ANNA);
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"op_type\":\"no_such\",\"data\":{}}|422|unknown_operation",
                "{\"op_type\":\"session_opened\",\"data\":{}}|422|unknown_operation",
                "{\"op_type\":\"undo\",\"data\":{}}|422|not_available",
                "{\"op_type\":\"user_input\",\"data\":{}}|422|invalid",
                "{\"op_type\":\"user_input\",\"data\":{\"text\":7}}|422|invalid",
                "{\"op_type\":\"user_input\",\"data\":[]}|422|invalid",
                "{\"op_type\":\"set_model\",\"data\":{\"model\":\"nowhere\"}}|422|unknown_model",
                "{\"op_type\":7}|422|invalid",
                "{\"op_type\":\"user_input\"|400|malformed",
                "[]|400|malformed",
                "``|400|malformed",
                "{\"op_type\":\"user_input\",\"data\":{\"text\":\"\\ud800\"}}|400|malformed",
            })
    void anOperationThatIsNoneIsRefusedWithAProblem(String body, int status, String code) {
        expect(submit(body.getBytes(StandardCharsets.UTF_8)), status, code);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] body =
                "{\"op_type\":\"user_input\",\"data\":{\"text\":\"X\"}}"
                        .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == 'X' ? (byte) 0xC3 : body[i];
        }

        expect(submit(body), 400, "malformed");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        expect(submit(deep.getBytes(StandardCharsets.US_ASCII)), 400, "malformed");
    }

    @Test
    void twentyMegabytesGetTheirAnswerAndTheConnectionCloses() {
        var answer = submit(new byte[20 * 1024 * 1024]);

        expect(answer, 413, "too_large");
        assertThat(answer.headers().firstValue("Connection")).hasValue("close");
    }

    @Test
    void twentyMegabytesInChunksGetTheirAnswer() throws IOException {
        try (var socket = new Socket(uri("/").getHost(), uri("/").getPort())) {
            var out = socket.getOutputStream();
            out.write(
                    ("POST /api/sessions/"
                                    + session
                                    + "/operations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + OrchestratorServer.token(ANNA)
                                    + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk =
                    ("10000\r\n" + " ".repeat(0x10000) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 320; i++) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413").contains("\"too_large\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/sessions/aaaaaaaaaaaaaaaaaaaa, 404",
        "/api/sessions/aaaaaaaaaaaaaaaaaaaa/events, 404",
        "/api/sessions/aaaaaaaaaaaaaaaaaaaa/messages, 404",
        "/api/sessions/..%2F..%2Fetc, 400",
        "/api/sessions?limit=0, 400",
        "/api/sessions?limit=x, 400",
        "/api/sessions?cursor=x, 400",
        "/api/nothing, 404",
    })
    void aPathThatNamesNothingIsRefused(String path, int status) {
        assertThat(get(ANNA, path).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"after=x", "after=", "after=AAAA"})
    void aCursorThatIsNoneIsRefused(String query) {
        expect(get(ANNA, "/api/sessions/" + session + "/events?" + query), 400, "bad_cursor");
    }

    @Test
    void aCursorOfAnotherSessionIsRefused() {
        var other = SessionsIT.open(ANNA);
        var receipt =
                SessionsIT.json(
                        OperationsIT.submit(
                                other, "{\"op_type\":\"interrupt\",\"data\":{}}", Map.of()));

        expect(
                get(
                        ANNA,
                        "/api/sessions/"
                                + session
                                + "/events?after="
                                + receipt.get("events_after").textValue()),
                400,
                "bad_cursor");
    }

    @Test
    void aForeignSessionLooksLikeNone() {
        var path = "/api/sessions/" + session;
        expect(get(BERT, path), 404, "unknown_session");
        expect(get(BERT, path + "/events"), 404, "unknown_session");
        expect(get(BERT, path + "/messages"), 404, "unknown_session");
        expect(
                post(BERT, path + "/operations", "{\"op_type\":\"interrupt\"}"),
                404,
                "unknown_session");
        expect(
                send(OrchestratorServer.request(BERT, path).DELETE().build()),
                404,
                "unknown_session");
    }

    @Test
    void withoutAValidTokenNothingIsSaid() {
        for (String token : new String[] {"", "nonsense", OrchestratorServer.token(ANNA) + "x"}) {
            var request =
                    HttpRequest.newBuilder(uri("/api/sessions/" + session))
                            .header("Authorization", "Bearer " + token)
                            .build();
            assertThat(send(request).statusCode()).isEqualTo(401);
        }
        assertThat(send(HttpRequest.newBuilder(uri("/api/sessions")).build()).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"nowhere\"}|422|unknown_model",
                "{\"model\":7}|422|invalid",
                "{\"max_iterations\":0}|422|invalid",
                "{\"workspace\":{\"kind\":\"moon\"}}|422|invalid",
                "{\"workspace\":{\"kind\":\"kubernetes\"}}|422|not_available",
                "{\"workspace\":{\"kind\":\"local\",\"path\":\"relative\"}}|422|invalid",
                "{\"workspace\":{\"kind\":\"local\",\"path\":\"/no/such/folder\"}}|422|invalid",
            })
    void aSessionThatCannotBeIsRefused(String body, int status, String code) {
        expect(post(ANNA, "/api/sessions", body), status, code);
    }

    private static HttpResponse<String> submit(byte[] body) {
        return post(ANNA, "/api/sessions/" + session + "/operations", body, Map.of());
    }

    private static void expect(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        var problem = SessionsIT.json(answer);
        assertThat(problem.get("code").textValue()).isEqualTo(code);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("detail").textValue()).isNotBlank();
    }
}
