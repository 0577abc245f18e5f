package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the API refuses, how, and that nothing of it does harm.
@ExtendWith(RunningProduct.class)
class BadInputIT {
    @TempDir Path folder;
    private Api api;
    private Session session;
    private String operations;

    @BeforeEach
    void aSession(ProductServer server) {
        api = Api.of(server, "tester");
        session = api.open("script/demo", folder);
        operations = "/api/sessions/" + session.id() + "/operations";
    }

    @AfterEach
    void theServerLivesOn() {
        assertThat(api.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(api.get("/api/sessions/" + session.id()).body()).contains("\"idle\"");
    }

    @Test
    void anUnknownOperation() {
        var answer = api.post(operations, Map.of("op_type", "dance", "data", Map.of()));

        refused(answer, 422);
        assertThat(answer.body()).contains("op_type");
    }

    @Test
    void anOperationWithWrongData() {
        refused(api.post(operations, Map.of("op_type", "user_input", "data", Map.of())), 422);
    }

    @Test
    void malformedJson() {
        refused(api.post(operations, bytes("{\"op_type\": \"user_input\", ")), 400);
    }

    @Test
    void invalidUtf8() {
        byte[] body = bytes("{\"op_type\":\"user_input\",\"data\":{\"text\":\"??\"}}");
        body[body.length - 5] = (byte) 0xC3;
        body[body.length - 4] = (byte) 0x28;

        refused(api.post(operations, body), 400);
    }

    @Test
    void deepNesting() {
        refused(api.post(operations, bytes("[".repeat(200_000) + "]".repeat(200_000))), 400);
    }

    /// By hand: a client that insists on sending all of it does not see the answer.
    @Test
    void twentyMegabytes() throws IOException {
        try (var socket = new Socket(api.origin().getHost(), api.origin().getPort())) {
            socket.setSoTimeout(20_000);
            int length = 20 * 1024 * 1024;
            OutputStream out = socket.getOutputStream();
            out.write(
                    bytes(
                            "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                    .formatted(
                                            operations,
                                            api.origin().getAuthority(),
                                            api.token(),
                                            length)));
            Thread sender = Thread.ofVirtual().start(() -> sendUntilRefused(out, length));

            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(status).isEqualTo("HTTP/1.1 413");
            sender.interrupt();
        }
    }

    private static void sendUntilRefused(OutputStream out, int length) {
        byte[] piece = new byte[8192];
        java.util.Arrays.fill(piece, (byte) ' ');
        try {
            for (int sent = 0; sent < length; sent += piece.length) out.write(piece);
        } catch (IOException e) {
            // The other side closed, as it may after its answer.
        }
    }

    @Test
    void anUnknownSession() {
        refused(api.get("/api/sessions/aaaaaaaaaaaaaaaaaaaa"), 404);
        refused(api.post("/api/sessions/aaaaaaaaaaaaaaaaaaaa/operations", input()), 404);
        // In front of processes the origin refuses the path before a service looks for the session.
        var answer = api.get("/api/sessions/../events");
        refused(answer, answer.statusCode());
        assertThat(answer.statusCode()).isIn(400, 404);
    }

    @Test
    void aWrongToken() {
        var stranger = new Api(api.origin(), api.token().replaceAll("\\.[^.]*$", ".AAAA"));

        assertThat(stranger.get("/api/sessions").statusCode()).isEqualTo(401);
        assertThat(new Api(api.origin(), "").get("/api/sessions").statusCode()).isEqualTo(401);
        assertThat(stranger.post(operations, input()).statusCode()).isEqualTo(401);
        assertThat(stranger.get("/v1/models").statusCode()).isEqualTo(401);
    }

    @Test
    void aForeignSession(ProductServer server) {
        Api other = Api.of(server, "somebody-else");

        refused(other.get("/api/sessions/" + session.id()), 404);
        refused(other.post(operations, input()), 404);
        refused(other.get("/api/sessions/" + session.id() + "/events"), 404);
        refused(other.get("/api/sessions/" + session.id() + "/messages"), 404);
        assertThat(other.get("/api/sessions").body()).doesNotContain(session.id());
    }

    @Test
    void aCursorThatIsNone() {
        refused(api.get("/api/sessions/" + session.id() + "/events?after=nonsense"), 400);
    }

    @Test
    void aModelThatFitsNowhere() {
        refused(api.post("/api/sessions", Map.of("model", "nonsense")), 422);
    }

    private static Map<String, ?> input() {
        return Map.of("op_type", "user_input", "data", Map.of("text", "hello"));
    }

    private static void refused(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(Api.read(answer.body()).fieldNames())
                .toIterable()
                .contains("type", "title", "status", "detail", "code");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
