package io.mlintern.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The product's HTTP interface, as one user sees it.
public record Api(URI origin, String token) {
    public static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static Api owner(ProductServer server) {
        return new Api(server.url(), server.ownerToken());
    }

    public static Api of(ProductServer server, String user, String... groups) {
        return new Api(server.url(), server.tokenOf(user, groups));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, byte[] body) {
        return send(request(path).POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> post(String path, Object body) {
        return post(path, json(body).getBytes(StandardCharsets.UTF_8));
    }

    /// @param key the Idempotency-Key
    public HttpResponse<String> post(String path, String key, Object body) {
        return send(
                request(path)
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(json(body))));
    }

    public void credentials(Map<String, String> values) {
        var answer = send(request("/api/credentials").PUT(BodyPublishers.ofString(json(values))));
        if (answer.statusCode() != 204) throw new AssertionError(answer.body());
    }

    /// Opens a session that works in this folder.
    public Session open(String model, Path folder) {
        return open(settings(model, folder));
    }

    /// Of a session that works in this folder, as `POST /api/sessions` takes them.
    public static Map<String, ?> settings(String model, Path folder) {
        return Map.of(
                "model", model, "workspace", Map.of("kind", "local", "path", folder.toString()));
    }

    /// @param settings as `POST /api/sessions` takes them
    public Session open(Map<String, ?> settings) {
        var answer = post("/api/sessions", settings);
        if (answer.statusCode() != 201) throw new AssertionError(answer.body());
        return new Session(this, read(answer.body()).path("session_id").asText());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(origin.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
