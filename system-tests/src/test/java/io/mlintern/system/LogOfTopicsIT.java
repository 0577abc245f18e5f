package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a plain Kafka client finds on the topics, and what nobody finds there or in the logs.
@ExtendWith(RunningProduct.class)
class LogOfTopicsIT {
    @TempDir Path folder;

    @Test
    void operationsAndEventsAreCloudEvents(ProductServer server) {
        Session session = Api.of(server, "reader").open("script/demo", folder);
        session.turn("show me");

        List<TopicRecords.Row> rows =
                TopicRecords.all(server.kafka()).stream()
                        .filter(row -> row.key().equals(session.id()))
                        .toList();

        assertThat(rows)
                .filteredOn(row -> row.topic().equals("mlintern.operations"))
                .isNotEmpty()
                .anyMatch(row -> row.type().equals("io.mlintern.operation.user_input.v1"))
                .allSatisfy(row -> assertThat(row.headers()).containsKeys(TopicRecords.NEEDED));
        List<TopicRecords.Row> events =
                rows.stream().filter(row -> row.topic().equals("mlintern.events")).toList();
        assertThat(events)
                .hasSizeGreaterThan(10)
                .anyMatch(row -> row.type().equals("io.mlintern.event.tool_call.v1"))
                .allSatisfy(
                        row -> {
                            assertThat(row.headers()).containsKeys(TopicRecords.NEEDED);
                            assertThat(row.headers())
                                    .containsEntry("ce_specversion", "1.0")
                                    .containsEntry("content-type", "application/json")
                                    .containsEntry("ce_subject", session.id());
                            JsonNode event = Api.read(row.value());
                            assertThat(event.path("session_id").asText()).isEqualTo(session.id());
                            assertThat(row.type())
                                    .isEqualTo(
                                            "io.mlintern.event.%s.v1"
                                                    .formatted(event.path("event_type").asText()));
                        });
        assertThat(seqs(events))
                .isEqualTo(Stream.iterate(1, n -> n + 1).limit(seqs(events).size()).toList());
    }

    @Test
    void everyOperationAndEventBelongsToATrace(ProductServer server) {
        Session session = Api.of(server, "traced").open("script/demo", folder);
        session.turn("show me");

        assertThat(TopicRecords.all(server.kafka()))
                .filteredOn(row -> row.key().equals(session.id()))
                // A changelog is Kafka Streams' own: its records are no events.
                .filteredOn(row -> !row.topic().endsWith("-changelog"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.headers()).containsKey("traceparent"));
    }

    private static List<Integer> seqs(List<TopicRecords.Row> events) {
        return events.stream()
                .map(row -> Api.read(row.value()).path("seq"))
                .filter(JsonNode::isInt)
                .map(JsonNode::asInt)
                .toList();
    }

    @Test
    void secretsAreOnNoTopicInNoLogAndInNoAddress(ProductServer server) throws IOException {
        String credential = "vk-planted-credential-4711";
        String dotenv = "sk-planted-dotenv-0815";
        Files.writeString(folder.resolve(".env"), "OPENAI_API_KEY=" + dotenv + "\nHARMLESS=1\n");
        Files.writeString(folder.resolve("note.txt"), "remember " + credential + " well\n");
        try (var provider =
                FakeModel.playing(
                        ModelAnswer.bash("cat .env; cat note.txt; echo printed-marker"),
                        ModelAnswer.fails(401, "marker: the key " + credential + " is wrong"))) {
            Api api = Api.of(server, "keeper-of-secrets");
            api.credentials(Map.of("VLLM_BASE_URL", provider.url(), "VLLM_API_KEY", credential));
            Session session = api.open("vllm/x", folder);

            List<JsonNode> events = session.turn("print it");

            assertThat(Session.is(events.getLast(), "error")).isTrue();
            assertThat(provider.requests())
                    .allMatch(request -> request.key().contains(credential))
                    .noneMatch(request -> request.path().contains("planted"));
            assertThat(provider.requests().getLast().body().toString())
                    .contains("printed-marker")
                    .doesNotContain(credential, dotenv);
            List<String> records =
                    TopicRecords.all(server.kafka()).stream().map(Object::toString).toList();
            assertThat(records)
                    .anyMatch(row -> row.contains("printed-marker") && row.contains(session.id()))
                    .noneMatch(row -> row.contains(credential) || row.contains(dotenv));
        }
        assertThat(logs(server))
                .contains("mlintern")
                .doesNotContain(credential, dotenv, server.ownerToken());
    }

    @Test
    void aModelThatRepeatsACredentialInPiecesShowsItNowhere(ProductServer server)
            throws IOException {
        String credential = "vk-planted-repeated-4712";
        var command =
                new ModelAnswer.Call("bash", Map.of("command", "echo " + credential + " > told"));
        try (var provider =
                FakeModel.playing(
                        new ModelAnswer.Calls(
                                "Your key " + credential + " works", List.of(command)),
                        ModelAnswer.says("It was " + credential + ", said-marker"))) {
            Api api = Api.of(server, "repeated-secret");
            api.credentials(Map.of("VLLM_BASE_URL", provider.url(), "VLLM_API_KEY", credential));
            Session session = api.open("vllm/x", folder);

            List<JsonNode> events = session.turn("say it");

            assertThat(Session.is(events.getLast(), "turn_complete")).isTrue();
            assertThat(chunks(events))
                    .isEqualTo("Your key [REDACTED] worksIt was [REDACTED], said-marker");
            assertThat(events).noneMatch(event -> event.toString().contains("planted"));
            assertThat(folder.resolve("told")).hasContent("[REDACTED]");
            assertThat(provider.requests())
                    .hasSize(2)
                    .noneMatch(request -> request.body().toString().contains("planted"));
            assertThat(TopicRecords.all(server.kafka()))
                    .extracting(Object::toString)
                    .anyMatch(row -> row.contains("said-marker") && row.contains(session.id()))
                    .noneMatch(row -> row.contains(credential));
        }
        assertThat(logs(server)).contains("mlintern").doesNotContain(credential);
    }

    private static String chunks(List<JsonNode> events) {
        return events.stream()
                .filter(event -> Session.is(event, "assistant_chunk"))
                .map(event -> event.path("data").path("content").asText())
                .collect(Collectors.joining());
    }

    private static String logs(ProductServer server) throws IOException {
        var all = new StringBuilder();
        for (String name : List.of("logs", "run")) {
            try (Stream<Path> files = Files.walk(server.home().resolve(name))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return all.toString();
    }
}
