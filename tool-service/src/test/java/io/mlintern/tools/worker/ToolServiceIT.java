package io.mlintern.tools.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.identity.Caller;
import io.mlintern.kit.identity.SigningKeys;
import io.mlintern.kit.identity.TokenIssuer;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.testing.AskedSettings;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.kit.testing.TestServer;
import io.mlintern.policy.ShippedPolicies;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole service in its container.
class ToolServiceIT {
    private static final SigningKeys KEYS = SigningKeys.generate();
    private static final TokenIssuer ISSUER = new TokenIssuer(KEYS.privatePem(), Clock.systemUTC());
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String SECRET = "a-very-private-value";

    @TempDir static Path folder;
    private static TestServer server;
    private static Engine engine;

    @BeforeAll
    static void start() throws Exception {
        Path key = folder.resolve("credentials.key");
        Files.writeString(key, Base64.getEncoder().encodeToString(new byte[32]));
        var database = TestPostgres.emptySchema("tool_service");
        var kafka = new KafkaSettings(TestKafka.bootstrap(), "service.", 2, "one");
        engine = new Engine(new KafkaClients(kafka), folder);
        Map<String, String> settings = new TreeMap<>();
        settings.put("mp.jwt.verify.publickey", KEYS.publicPem());
        settings.put("mp.jwt.verify.publickey.algorithm", "ES256");
        settings.put("mp.jwt.verify.issuer", TokenIssuer.ISSUER);
        settings.put("mlintern.kafka.bootstrap", kafka.bootstrap());
        settings.put("mlintern.topic-prefix", kafka.prefix());
        settings.put("mlintern.partitions", "2");
        settings.put("mlintern.instance", kafka.instance());
        settings.put("mlintern.db.url", database.url());
        settings.put("mlintern.tool-service.db.user", database.user());
        settings.put("mlintern.tool-service.db.password", database.password());
        settings.put("mlintern.credentials-key-file", key.toString());
        settings.put("mlintern.local", "true");
        server = TestServer.start(settings);
    }

    @AfterAll
    static void close() {
        server.close();
        engine.close();
    }

    @Test
    void everySettingThatIsReadIsListedAndEveryListedOneIsRead() {
        assertThat(AskedSettings.unlisted()).isEmpty();
        assertThat(AskedSettings.unread(WorkerConfig.PREFIX)).isEmpty();
    }

    @Test
    void itGetsReadyWithAPolicyTakesCredentialsAndRunsCallsWithoutShowingThem() throws Exception {
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);

        engine.policy(ShippedPolicies.source(ShippedPolicies.SINGLE_USER).orElseThrow());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> server.get("/health/ready").statusCode() == 200);

        String service = ISSUER.service("orchestrator", HOUR);
        assertThat(put(service, Caller.onBehalfOf(Engine.USER), "{\"HF_TOKEN\": \"%s\"}"))
                .isEqualTo(204);
        assertThat(
                        TestPostgres.count(
                                "SELECT count(*) FROM tool_service.credential WHERE name = 'HF_TOKEN' AND user_name = 'ada'"
                                        + " AND position('private' in encode(sealed, 'escape')) = 0"))
                .isEqualTo(1);

        var call = engine.call("bash", Map.of("command", "echo it is " + SECRET));
        assertThat(engine.outcome(call).output()).isEqualTo("it is [REDACTED]\n");
        assertThat(server.get("/metrics").body())
                .contains("mlintern_tool_slots{", "mlintern_tool_backlog{")
                .contains("mlintern_tool_dead_letters{")
                .contains("mlintern_tool_runs_claimed{");
    }

    @Test
    void onlyServicesHandOverCredentials() throws Exception {
        String user = ISSUER.user(Engine.USER, Set.of(), HOUR);

        assertThat(put(user, "", "{}")).isEqualTo(403);
        assertThat(put("nonsense", "", "{}")).isEqualTo(401);
        assertThat(put(ISSUER.service("orchestrator", HOUR), "local/ada", "[1"))
                .isBetween(400, 422);
    }

    private static int put(String token, String user, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.uri("/internal/tool-service/credentials"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body.replace("%s", SECRET)));
        if (!user.isEmpty()) request.header(Caller.ON_BEHALF_OF, user);
        HttpResponse<String> response = server.send(request);
        return response.statusCode();
    }
}
