package io.mlintern.gateway.api;

import static io.mlintern.gateway.testing.RunningGateway.TOKENS;
import static io.mlintern.gateway.testing.RunningGateway.send;
import static io.mlintern.gateway.testing.RunningGateway.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway in a process of its own, whose Kafka is not even a known host.
class KafkaAwayIT {
    private static final String ECHO =
            "{\"model\":\"script/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir Path folder;

    @Test
    void withoutKafkaItStartsIsReadyAnswersAtOnceAndEndsInOrder() throws Exception {
        int port = freePort();
        Process gateway = start(port);
        try {
            await("the gateway")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> !gateway.isAlive() || status(port, "/health/ready") == 200);

            for (int i = 0; i < 3; i++) {
                var answer = send(call(port));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("[scripted] hi", "\"cost_usd\":0");
            }
        } finally {
            gateway.destroy();
        }
        assertThat(gateway.onExit()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(folder.resolve("log"))
                .content()
                .contains("usage records wait for Kafka", "3 usage records were not written");
    }

    private Process start(int port) throws IOException {
        var settings = new TreeMap<String, String>();
        url("/"); // The settings are those of the running gateway.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("mlintern.") || name.startsWith("mp.jwt."))
                .forEach(name -> settings.put(name, System.getProperty(name)));
        settings.put("mlintern.kafka.bootstrap", "no-such-host.invalid:9092");
        settings.put("server.host", "127.0.0.1");
        settings.put("server.port", Integer.toString(port));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "io.mlintern.gateway.Main"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static HttpRequest call(int port) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + TOKENS.user("ada"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(ECHO))
                .build();
    }

    private static int status(int port, String path) {
        try {
            return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build())
                    .statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
