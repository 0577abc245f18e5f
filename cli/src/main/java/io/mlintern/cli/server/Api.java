package io.mlintern.cli.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The server's HTTP interface, as far as the client needs it.
public final class Api {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http;
    private final UnaryOperator<ServerAddress> again;
    private final Patience patience;
    private volatile ServerAddress address;

    /// @param again where the same server is after it could not be reached
    public Api(ServerAddress address, UnaryOperator<ServerAddress> again, Patience patience) {
        this.address = address;
        this.http = client(address);
        this.again = again;
        this.patience = patience;
    }

    private static HttpClient client(ServerAddress address) {
        var builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5));
        boolean plain = "http".equals(address.url().getScheme());
        return plain ? builder.sslContext(new NoTls()).build() : builder.build();
    }

    public ServerAddress address() {
        return address;
    }

    public Patience patience() {
        return patience;
    }

    /// Where a new session is; a refused connection is final here, because nothing has begun yet.
    public JsonNode openSession(ObjectNode settings) {
        return json(send("POST", "/api/sessions", Optional.of(settings), Map.of(), false));
    }

    public JsonNode session(String id) {
        return json(send("GET", "/api/sessions/" + id, Optional.empty(), Map.of(), false));
    }

    public void putCredentials(Map<String, String> values) {
        ObjectNode body = Json.object();
        values.forEach(body::put);
        send("PUT", "/api/credentials", Optional.of(body), Map.of(), false);
    }

    /// What readers put aside, newest first.
    ///
    /// @param topic of this topic only
    public JsonNode deadLetters(Optional<String> topic, int limit) {
        String query = topic.map(name -> "&topic=" + encoded(name)).orElse("");
        String path = "/api/admin/dead-letters?limit=" + limit + query;
        return json(send("GET", path, Optional.empty(), Map.of(), false));
    }

    /// What became of each. Sent again it does nothing twice: the server marks what it has replayed.
    public JsonNode replay(List<String> deadLetters) {
        ObjectNode body = Json.object();
        deadLetters.forEach(body.putArray("ids")::add);
        String path = "/api/admin/dead-letters/replays";
        return json(send("POST", path, Optional.of(body), Map.of(), true));
    }

    /// A page of the requests for approval with this status.
    ///
    /// @param cursor `next` of the page before
    public JsonNode approvals(String status, Optional<String> cursor) {
        String query = cursor.map(next -> "&cursor=" + encoded(next)).orElse("");
        String path = "/api/approvals?status=" + status + query;
        return json(send("GET", path, Optional.empty(), Map.of(), false));
    }

    public JsonNode approval(String id) {
        return json(send("GET", "/api/approvals/" + id, Optional.empty(), Map.of(), false));
    }

    /// The request after this vote of the token's user. The same vote again changes nothing.
    public JsonNode vote(String id, String vote, Optional<String> feedback) {
        ObjectNode body = Json.object().put("vote", vote);
        feedback.ifPresent(text -> body.put("feedback", text));
        String path = "/api/approvals/" + id + "/votes";
        return json(send("POST", path, Optional.of(body), Map.of(), false));
    }

    /// Asks something of a session. It happens once however often it has to be sent: the key tells the server.
    public Accepted post(String session, String type, ObjectNode data, String idempotencyKey) {
        ObjectNode operation = Json.object().put("op_type", type);
        operation.set("data", data);
        JsonNode accepted =
                json(
                        send(
                                "POST",
                                "/api/sessions/" + session + "/operations",
                                Optional.of(operation),
                                Map.of("Idempotency-Key", idempotencyKey),
                                true));
        return new Accepted(
                accepted.path("operation_id").asText(""), accepted.path("events_after").asText(""));
    }

    /// @param eventsAfter the cursor after which everything that the operation causes is found
    public record Accepted(String operationId, String eventsAfter) {}

    /// One connection to a session's events; the caller closes the body.
    ///
    /// @param after the cursor to begin at, used until there is an id of an event to go on from
    public HttpResponse<InputStream> events(
            String session, String after, Optional<String> lastEventId) throws IOException {
        boolean begins = lastEventId.isEmpty() && !after.isEmpty();
        String query = begins ? "?after=" + encoded(after) : "";
        var request =
                request("/api/sessions/" + session + "/events" + query)
                        .header("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        return exchange(request.GET().build(), BodyHandlers.ofInputStream());
    }

    /// The server was lost: asks where it is now.
    public void lookAgain() {
        address = again.apply(address);
    }

    private HttpResponse<String> send(
            String method,
            String path,
            Optional<ObjectNode> body,
            Map<String, String> headers,
            boolean evenIfUnreachable) {
        var retries = new Retries(patience, InstantSource.system());
        while (true) {
            Duration wait;
            try {
                var response = exchange(request(method, path, body, headers), TEXT);
                if (response.statusCode() < 300) {
                    return response;
                }
                CliFailure refusal = Problem.failure(response.statusCode(), response.body());
                if (response.statusCode() != 503) {
                    throw refusal;
                }
                wait = retryAfter(response);
                if (!retries.again(wait)) {
                    throw refusal;
                }
            } catch (IOException e) {
                if (!evenIfUnreachable || !retries.again()) {
                    throw unreachable();
                }
                lookAgain();
            }
        }
    }

    private static final BodyHandler<String> TEXT = BodyHandlers.ofString(StandardCharsets.UTF_8);

    /// The server's own wish, at most 10 s.
    public static Duration retryAfter(HttpResponse<?> response) {
        try {
            long seconds =
                    response.headers().firstValue("Retry-After").map(Long::parseLong).orElse(0L);
            return Duration.ofSeconds(Math.clamp(seconds, 0, 10));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    public CliFailure unreachable() {
        return CliFailure.server("The server at %s cannot be reached.".formatted(address.url()));
    }

    private HttpRequest request(
            String method, String path, Optional<ObjectNode> body, Map<String, String> headers) {
        var request = request(path).timeout(ANSWER);
        headers.forEach(request::header);
        if (body.isPresent()) {
            request.header("Content-Type", "application/json");
            return request.method(method, BodyPublishers.ofString(body.get().toString())).build();
        }
        return request.method(method, BodyPublishers.noBody()).build();
    }

    private HttpRequest.Builder request(String path) {
        ServerAddress server = address;
        var request = HttpRequest.newBuilder(server.resolve(path));
        server.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler)
            throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return Json.parse(response.body());
        } catch (JsonProcessingException e) {
            throw CliFailure.server(
                    "What answers at %s is no ML Intern server.".formatted(response.uri()));
        }
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
