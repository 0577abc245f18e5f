package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One prompt, as a script runs it: what is written, what is said where, and the exit codes.
@ExtendWith(RunningProduct.class)
class HeadlessIT {
    @TempDir Path folder;

    @Test
    void theDemoDoesItsJobInAnEmptyFolderAndASecondPromptReusesTheServer(ProductServer server)
            throws IOException {
        long pid = server.pid("orchestrator");

        var first = Program.cli(server, folder).run("--model", "script/demo", "show me");
        var second = Program.cli(server, folder).run("--model", "script/demo", "show me");

        assertThat(first.exit()).as(first.toString()).isZero();
        assertThat(first.err()).contains("scripted", "bash", "write");
        assertThat(first.out()).isNotBlank().containsIgnoringCase("scripted");
        assertThat(first.out()).doesNotContain("bash ");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.endsWith(".py"))
                    .anyMatch(name -> name.endsWith(".csv") || name.endsWith(".json"));
        }
        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(server.pid("orchestrator")).isEqualTo(pid);
    }

    @ParameterizedTest
    @CsvSource({"vllm/x,true", "vllm/x,false", "anthropic/x,true", "anthropic/x,false"})
    void aProvidersAnswersDriveTheTools(String model, boolean stream, ProductServer server)
            throws IOException {
        try (var provider =
                FakeModel.playing(
                        ModelAnswer.calls(ModelAnswer.write("NOTES.md", "Zwölf Dateien.\n")),
                        ModelAnswer.bash("tr a-z A-Z <NOTES.md >LOUD.md && cat LOUD.md"),
                        ModelAnswer.says("Wrote **NOTES.md**, and said it louder: ü."))) {
            var result =
                    Program.cli(server, folder)
                            .with("VLLM_BASE_URL", provider.url())
                            .with("ANTHROPIC_BASE_URL", provider.url())
                            .with("ANTHROPIC_API_KEY", "key-of-anthropic")
                            .run("-m", model, stream ? "--output=text" : "--no-stream", "note it");

            assertThat(result.exit()).as(result.toString()).isZero();
            assertThat(result.out())
                    .endsWith("Wrote **NOTES.md**, and said it louder: ü.\n")
                    .doesNotContain("ZW", "tr a-z");
            assertThat(folder.resolve("NOTES.md")).hasContent("Zwölf Dateien.\n");
            assertThat(folder.resolve("LOUD.md")).content().startsWith("ZW");
            assertThat(provider.requests())
                    .hasSize(3)
                    .allSatisfy(
                            request ->
                                    assertThat(request.body().path("stream").asBoolean())
                                            .isEqualTo(stream));
            assertThat(provider.requests().getLast().body().toString()).contains("ZW");
            if (model.startsWith("anthropic")) {
                assertThat(provider.requests())
                        .allMatch(request -> request.key().equals("key-of-anthropic"));
            }
        }
    }

    @Test
    void streamJsonIsTheDataOfTheEventStream(ProductServer server) {
        var result =
                Program.cli(server, folder)
                        .run("--model", "script/demo", "--output", "stream-json", "show me");

        assertThat(result.exit()).as(result.toString()).isZero();
        List<String> lines = result.lines();
        List<JsonNode> events = lines.stream().map(Api::read).toList();
        assertThat(events).hasSizeGreaterThan(10);
        assertThat(events.getLast().path("event_type").asText()).isEqualTo("turn_complete");
        String id = events.getFirst().path("session_id").asText();
        var session = new Session(Api.owner(server), id);
        try (var reader = session.follow(Optional.empty())) {
            List<String> data = new java.util.ArrayList<>();
            do {
                data.add(reader.next().orElseThrow().data());
            } while (!Session.endsTurn(Api.read(data.getLast())));
            assertThat(data).endsWith(lines.toArray(String[]::new));
            assertThat(data.size() - lines.size()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void theIterationLimitEndsWithSix(ProductServer server) {
        try (var provider = FakeModel.playing(ModelAnswer.bash("date +%N"))) {
            var result =
                    Program.cli(server, folder)
                            .with("VLLM_BASE_URL", provider.url())
                            .run("-m", "vllm/x", "--max-iterations", "3", "go on");

            assertThat(result.exit()).as(result.toString()).isEqualTo(6);
            assertThat(result.err()).contains("--max-iterations");
            assertThat(provider.requests()).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void badUsageEndsWithTwo(ProductServer server) {
        var result = Program.cli(server, folder).run("--modle", "script/demo", "show me");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--modle");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void whereNoModelCanBeReachedItEndsWithThreeAndSaysWhatToSet(ProductServer server) {
        var result = Program.cli(server, folder).run("--model", "openai/x", "hello");

        assertThat(result.exit()).as(result.toString()).isEqualTo(3);
        assertThat(result.err()).contains("OPENAI_API_KEY", "script/demo");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aModelThatRefusesTheKeyEndsWithFour(ProductServer server) {
        try (var provider = FakeModel.playing(ModelAnswer.fails(401, "bad key"))) {
            var result =
                    Program.cli(server, folder)
                            .with("VLLM_BASE_URL", provider.url())
                            .run("-m", "vllm/x", "hello");

            assertThat(result.exit()).as(result.toString()).isEqualTo(4);
            assertThat(provider.requests()).hasSize(1);
        }
    }

    @Test
    void aServerThatIsNotThereEndsWithSeven(ProductServer server) {
        var result =
                Program.cli(server, folder)
                        .with("ML_INTERN_TOKEN", "some")
                        .run("--server", "http://127.0.0.1:1", "-m", "script/demo", "show me");

        assertThat(result.exit()).as(result.toString()).isEqualTo(7);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void ctrlCInterruptsTheTurnOnTheServerAsWell(ProductServer server) {
        try (var provider = FakeModel.playing(ModelAnswer.bash("echo $$ >pid; sleep 300"))) {
            var running =
                    Program.cli(server, folder)
                            .with("VLLM_BASE_URL", provider.url())
                            .start(List.of("-m", "vllm/x", "--output", "stream-json", "wait"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> Files.exists(folder.resolve("pid")));

            running.pressCtrlC();

            var result = running.await(Duration.ofSeconds(20));
            assertThat(result.exit()).as(result.toString()).isEqualTo(130);
            String id = Api.read(result.lines().getFirst()).path("session_id").asText();
            var session = new Session(Api.owner(server), id);
            try (var reader = session.follow(Optional.empty())) {
                var events = Session.until(reader, Session::endsTurn);
                assertThat(events.getLast().path("event_type").asText()).isEqualTo("interrupted");
            }
        }
    }
}
