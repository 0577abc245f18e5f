package io.mlintern.gateway.testing;

import io.helidon.microprofile.server.Server;
import io.mlintern.kit.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/// One gateway for all tests of the module, with a real database and a real broker, as a person's own server.
public final class RunningGateway {
    public static final TestTokens TOKENS = new TestTokens();
    private static final String PRICES =
            """
            {"models": {
             "openai/x": {"input": 2, "output": 10, "cache_read": 0.5},
             "anthropic/x": {"input": 2, "output": 10, "cache_read": 0.5, "cache_write": 3}}}
            """;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningGateway() {}

    public static URI url(String path) {
        return URI.create("http://127.0.0.1:" + Running.SERVER.port() + path);
    }

    /// Stores keys or addresses of a user, as the orchestrator does.
    public static void credentials(String user, Map<String, String> values) {
        var json = new StringBuilder("{");
        values.forEach(
                (name, value) ->
                        json.append(json.length() > 1 ? "," : "")
                                .append("\"%s\":\"%s\"".formatted(name, value)));
        var request =
                HttpRequest.newBuilder(url("/internal/llm-gateway/credentials"))
                        .header("Authorization", "Bearer " + TOKENS.service())
                        .header("mlintern-on-behalf-of", "local/" + user)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(json + "}"))
                        .build();
        var answer = send(request);
        if (answer.statusCode() != 204) throw new AssertionError(answer + answer.body());
    }

    public static HttpRequest.Builder as(String user, String path) {
        return HttpRequest.newBuilder(url(path))
                .header("Authorization", "Bearer " + TOKENS.user(user))
                .header("Content-Type", "application/json");
    }

    public static HttpResponse<String> chat(String user, String body) {
        return send(as(user, "/v1/chat/completions").POST(BodyPublishers.ofString(body)).build());
    }

    public static HttpResponse<String> send(HttpRequest request) {
        return send(request, BodyHandlers.ofString());
    }

    public static HttpResponse<InputStream> open(HttpRequest request) {
        return send(request, BodyHandlers.ofInputStream());
    }

    private static <T> HttpResponse<T> send(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Running {
        static final Server SERVER = start();

        private static Server start() {
            var database = TestPostgres.emptySchema("llm_gateway");
            set("mlintern.local", "true");
            set("mlintern.db.url", database.url());
            set("mlintern.llm-gateway.db.user", database.user());
            set("mlintern.llm-gateway.db.password", database.password());
            set("mlintern.llm-gateway.upstream-timeout", "PT4S");
            set("mlintern.llm-gateway.keep-alive", "PT0.1S");
            set("mlintern.llm-gateway.patience", "PT3S");
            set("mlintern.llm-gateway.models-timeout", "PT2S");
            set("mlintern.kafka.bootstrap", UsageTopic.ready());
            set("mlintern.llm-gateway.prices-file", file("prices", PRICES).toString());
            set("mlintern.credentials-key-file", keyFile().toString());
            set("mp.jwt.verify.publickey", TOKENS.publicKey());
            set("mp.jwt.verify.publickey.algorithm", "ES256");
            set("mp.jwt.verify.issuer", "mlintern");
            set("mp.jwt.verify.audiences", "mlintern");
            set("server.connection-options.tcp-no-delay", "true");
            return Server.builder().host("127.0.0.1").port(0).build().start();
        }

        private static void set(String key, String value) {
            System.setProperty(key, value);
        }

        private static Path keyFile() {
            return file(
                    "credentials",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]));
        }

        private static Path file(String name, String content) {
            try {
                Path file = Files.createTempFile(name, ".tmp");
                file.toFile().deleteOnExit();
                return Files.writeString(file, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
