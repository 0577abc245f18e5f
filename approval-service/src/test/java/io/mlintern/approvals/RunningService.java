package io.mlintern.approvals;

import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.identity.SigningKeys;
import io.mlintern.kit.identity.TokenIssuer;
import io.mlintern.kit.kafka.CompactedTable;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.kafka.TopicsAdmin;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.kit.testing.TestServer;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.PolicyRecord;
import io.mlintern.protocol.Topics;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The service on a real broker and a real database, under topics of its own.
final class RunningService implements AutoCloseable {
    private static final SigningKeys KEYS = SigningKeys.generate();
    private static final TokenIssuer ISSUER = new TokenIssuer(KEYS.privatePem(), Clock.systemUTC());
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestServer server;

    private RunningService(TestServer server) {
        this.server = server;
    }

    static RunningService start(
            String prefix, DatabaseConfig database, String policy, Class<?>... beans) {
        var settings = new TreeMap<String, String>();
        settings.put("mlintern.db.url", database.url());
        settings.put("mlintern.approval-service.db.user", database.user());
        settings.put("mlintern.approval-service.db.password", database.password());
        settings.put("mlintern.approval-service.retry-delay", "PT0.2S");
        settings.put("mlintern.approval-policy", policy);
        settings.put("mlintern.credentials-key-file", keyFile().toString());
        settings.put("mlintern.kafka.bootstrap", TestKafka.bootstrap());
        settings.put("mlintern.topic-prefix", prefix);
        settings.put("mp.jwt.verify.publickey", KEYS.publicPem());
        settings.put("mp.jwt.verify.publickey.algorithm", "ES256");
        settings.put("mp.jwt.verify.issuer", TokenIssuer.ISSUER);
        settings.put("mp.jwt.verify.audiences", TokenIssuer.ISSUER);
        return new RunningService(TestServer.start(settings, beans));
    }

    static KafkaClients clients(String prefix) {
        return new KafkaClients(new KafkaSettings(TestKafka.bootstrap(), prefix, 2, "test"));
    }

    static void createTopics(String prefix) throws Exception {
        KafkaClients clients = clients(prefix);
        try (var admin = clients.admin("test")) {
            new TopicsAdmin(admin, clients.settings()).ensure();
        }
    }

    /// What a reader that comes now finds on the topic.
    static List<PolicyRecord> published(String prefix) throws InterruptedException {
        try (var table =
                CompactedTable.follow(clients(prefix), Topics.POLICIES, PolicyRecord.class)) {
            if (!table.awaitReady(PATIENCE)) {
                throw new AssertionError("the topic could not be read");
            }
            return table.rows();
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return server.get(path);
    }

    HttpResponse<String> getAs(String user, String path) throws IOException, InterruptedException {
        String token =
                ISSUER.user(new Actor("local", user), Set.of("staff"), Duration.ofMinutes(5));
        return server.get(path, "Authorization", "Bearer " + token);
    }

    HttpResponse<String> getAs(Actor user, Set<String> groups, String path)
            throws IOException, InterruptedException {
        String token = ISSUER.user(user, groups, Duration.ofMinutes(5));
        return server.get(path, "Authorization", "Bearer " + token);
    }

    HttpResponse<String> postAs(Actor user, Set<String> groups, String path, String json)
            throws IOException, InterruptedException {
        String token = ISSUER.user(user, groups, Duration.ofMinutes(5));
        return server.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    boolean isReady() throws IOException, InterruptedException {
        return get("/health/ready").statusCode() == 200;
    }

    <T> T bean(Class<T> type) {
        return server.bean(type);
    }

    @Override
    public void close() {
        server.close();
    }

    private static Path keyFile() {
        try {
            Path file = Files.createTempFile("sealing", ".key");
            file.toFile().deleteOnExit();
            Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Map<String, Object> json(HttpResponse<String> answer) {
        return io.mlintern.protocol.JsonObject.parse(answer.body()).orElseThrow().asMap();
    }
}
