package io.mlintern.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.kit.testing.TestServer;
import io.mlintern.protocol.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProblemsIT {
    private static TestServer server;

    @ApplicationPath("/things")
    @ApplicationScoped
    public static class ThingsApplication extends HttpApplication {
        @Override
        protected Set<Class<?>> resources() {
            return Set.of(ThingsResource.class);
        }
    }

    public record Thing(
            String firstName, int size, Optional<Instant> madeAt, Optional<Object> more) {}

    @Path("/")
    @ApplicationScoped
    @Consumes("application/json")
    @Produces("application/json")
    public static class ThingsResource {
        @POST
        public Thing echo(Thing thing) {
            return thing;
        }

        @POST
        @Path("large")
        @MaxBody(30_000_000)
        public int large(JsonNode body) {
            return body.size();
        }

        @GET
        @Path("broken")
        public Thing broken() {
            throw new IllegalStateException("secret inside");
        }

        @GET
        @Path("refused")
        public Thing refused() {
            throw Problem.of(409, "already_decided", "Somebody was faster.").exception();
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of(), ThingsApplication.class, ThingsResource.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void theServerLivesOn() throws Exception {
        assertThat(post("/things", "{\"first_name\":\"a\",\"size\":1}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void bodiesAreTheWiresJson() throws Exception {
        var answer =
                post(
                        "/things",
                        "{\"first_name\":\"ä\",\"size\":1,\"made_at\":\"2026-01-01T00:00:00Z\",\"new\":1}");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"first_name\":\"ä\",\"size\":1,\"made_at\":\"2026-01-01T00:00:00Z\"}");
    }

    @Test
    void malformedJson() throws Exception {
        assertIsProblem(post("/things", "{\"first_name\":"), 400, "malformed_json");
        assertIsProblem(post("/things", "[1]"), 400, "malformed_json");
        assertIsProblem(post("/things", ""), 400, "malformed_json");
    }

    @Test
    void aMemberThatDoesNotFitIsNamedWithoutItsValue() throws Exception {
        var answer = post("/things", "{\"first_name\":\"a\",\"size\":\"sekret\"}");

        assertIsProblem(answer, 422, "bad_data");
        assertThat(answer.body()).contains("Member size").doesNotContain("sekret");
    }

    @Test
    void bytesThatAreNotUtf8() throws Exception {
        byte[] bad = "{\"first_name\":\"?\",\"size\":1}".getBytes(StandardCharsets.UTF_8);
        bad[15] = (byte) 0xC3;

        var answer = post("/things", BodyPublishers.ofByteArray(bad));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\"");
    }

    @Test
    void deepNesting() throws Exception {
        String deep = "{\"more\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertIsProblem(post("/things", deep), 400, "too_deep");
    }

    @Test
    void aLargeBodyIsAnsweredAndTheConnectionCloses() throws Exception {
        byte[] large = new byte[20 * 1024 * 1024];

        assertIsProblem(post("/things", BodyPublishers.ofByteArray(large)), 413, "too_large");
    }

    @Test
    void aLargeBodyOfUnknownLength() throws Exception {
        byte[] large =
                ("\"" + "a".repeat(20 * 1024 * 1024) + "\"").getBytes(StandardCharsets.UTF_8);
        var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));

        assertIsProblem(post("/things", body), 413, "too_large");
    }

    @Test
    void aResourceMayTakeMore() throws Exception {
        assertThat(post("/things/large", "[\"" + "a".repeat(10_000_000) + "\"]").body())
                .isEqualTo("1");
    }

    @Test
    void whatNobodyServes() throws Exception {
        assertIsProblem(server.get("/things/nothing"), 404, "not_found");
        assertIsProblem(server.get("/things"), 405, "method_not_allowed");
        var text =
                HttpRequest.newBuilder(server.uri("/things"))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x"));
        assertIsProblem(server.send(text), 415, "unsupported_media_type");
    }

    @Test
    void anUnforeseenFailureTellsNothingOfItself() throws Exception {
        var answer = server.get("/things/broken");

        assertIsProblem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void aProblemOfAResource() throws Exception {
        var answer = server.get("/things/refused");

        assertIsProblem(answer, 409, "already_decided");
        var json = Json.mapper().readTree(answer.body());
        assertThat(json.get("title").textValue()).isEqualTo("Conflict");
        assertThat(json.get("status").intValue()).isEqualTo(409);
        assertThat(json.get("detail").textValue()).isEqualTo("Somebody was faster.");
        assertThat(json.get("instance").textValue()).isEqualTo("/things/refused");
        assertThat(json.get("type").textValue()).isEqualTo("urn:mlintern:problem:already_decided");
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> post(String path, BodyPublisher body) throws Exception {
        return server.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Content-Type", "application/json")
                        .POST(body));
    }

    private static void assertIsProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
    }
}
