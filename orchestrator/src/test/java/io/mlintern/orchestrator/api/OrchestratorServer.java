package io.mlintern.orchestrator.api;

import io.helidon.microprofile.server.Server;
import io.mlintern.kit.identity.SigningKeys;
import io.mlintern.kit.identity.TokenIssuer;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// The orchestrator's API over a real broker and a real database, started once for all tests; the tests play the engine.
public final class OrchestratorServer {
    public static final String PREFIX = "api-it.";
    public static final int PARTITIONS = 4;
    public static final Actor ANNA = new Actor("local", "anna");
    public static final Actor BERT = new Actor("local", "bert");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private OrchestratorServer() {}

    static URI uri(String path) {
        return Running.BASE.resolve(path);
    }

    static HttpRequest.Builder request(Actor caller, String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token(caller));
    }

    static String token(Actor caller) {
        return token(caller, Set.of());
    }

    static String token(Actor caller, Set<String> groups) {
        Running.BASE.getPort();
        return Running.TOKENS.user(caller, groups, Duration.ofHours(1));
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static HttpResponse<String> get(Actor caller, String path) {
        return send(request(caller, path).build());
    }

    static HttpResponse<String> post(Actor caller, String path, String body) {
        return post(caller, path, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static HttpResponse<String> post(
            Actor caller, String path, byte[] body, Map<String, String> headers) {
        var request = request(caller, path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    public static String bootstrap() {
        return TestKafka.bootstrap();
    }

    private static final class Running {
        static final SigningKeys KEYS = SigningKeys.generate();
        static final TokenIssuer TOKENS = new TokenIssuer(KEYS.privatePem(), Clock.systemUTC());
        static final URI BASE = start();

        private static URI start() {
            var database = TestPostgres.emptySchema("orchestrator");
            createTopics();
            settings(
                            Map.of(
                                    "mlintern.db.url", database.url(),
                                    "mlintern.orchestrator.db.user", database.user(),
                                    "mlintern.orchestrator.db.password", database.password(),
                                    "mlintern.orchestrator.events.recent-bytes", "200000",
                                    "mlintern.orchestrator.events.piece-bytes", "20000"))
                    .forEach(System::setProperty);
            var server = Server.builder().host("127.0.0.1").port(0).build().start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop orchestrator"));
            return URI.create("http://127.0.0.1:" + server.port());
        }

        private static Map<String, String> settings(Map<String, String> database) {
            var settings = new HashMap<>(database);
            settings.put("mlintern.kafka.bootstrap", bootstrap());
            settings.put("mlintern.topic-prefix", PREFIX);
            settings.put("mlintern.partitions", String.valueOf(PARTITIONS));
            settings.put("mlintern.instance", "api-it");
            var others = OtherServices.start().toString();
            settings.put("mlintern.llm-gateway.url", others);
            settings.put("mlintern.tool-service.url", others);
            settings.put("mlintern.approval-service.url", others);
            settings.put("mlintern.origin.proxy", "true");
            settings.put("mlintern.service-token-file", serviceToken().toString());
            settings.put("mlintern.local", "true");
            settings.put(WithoutEngine.SWITCH, "true");
            settings.put("mlintern.orchestrator.workspaces-folder", folder().toString());
            settings.put("mp.jwt.verify.publickey", KEYS.publicPem());
            settings.put("mp.jwt.verify.publickey.algorithm", "ES256");
            settings.put("mp.jwt.verify.issuer", TokenIssuer.ISSUER);
            settings.put("mp.jwt.verify.audiences", TokenIssuer.ISSUER);
            settings.put("server.connection-options.tcp-no-delay", "true");
            return settings;
        }

        private static Path serviceToken() {
            try {
                return Files.writeString(
                        Files.createTempFile("api-it", "service-token"), "service-token\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory("api-it-workspaces");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void createTopics() {
            try (var admin =
                    Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap()))) {
                var topics =
                        List.of(Topics.values()).stream()
                                .map(
                                        topic ->
                                                new NewTopic(
                                                                topic.name(PREFIX),
                                                                Optional.of(
                                                                        topic.partitions(
                                                                                PARTITIONS)),
                                                                Optional.empty())
                                                        .configs(
                                                                Map.of(
                                                                        "max.message.bytes",
                                                                        String.valueOf(
                                                                                Topics
                                                                                        .MAX_MESSAGE_BYTES))))
                                .toList();
                admin.createTopics(topics).all().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
