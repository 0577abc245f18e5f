package io.mlintern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {
    @TempDir private Path root;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        cli = new Cli(root);
    }

    static List<Arguments> badCalls() {
        return List.of(
                bad("Unknown option \"--colour\"", "--colour", "x"),
                bad("put a prompt of several words in quotes", "show", "me"),
                bad("--max-iterations", "--max-iterations", "many", "x"),
                bad("--max-iterations is 0", "--max-iterations", "0", "x"),
                bad("text or stream-json", "--output", "xml", "x"),
                bad("is no model id", "--model", "gpt", "x"),
                bad("is no folder", "--workspace", "/nowhere/at/all", "x"),
                bad("does not exist", "--config", "nowhere.json", "x"),
                bad("is no server address", "-m", "script/demo", "--server", "localhost", "x"),
                bad("belong to a new session", "--resume", "abc", "--no-stream", "x"),
                bad("is no session id", "--resume", "../x", "x"),
                bad("The prompt is empty", "-m", "script/demo", " "),
                bad("a port is 0 to 65535", "server", "start", "--port", "70000"),
                bad("--port", "server", "start", "--port", "x"),
                bad("Unknown option \"--now\"", "server", "stop", "--now"),
                bad("Missing required subcommand", "admin"),
                bad("--limit", "admin", "dlq", "list", "--limit", "x"),
                bad("Missing required subcommand", "approvals"),
                bad("open, decided or expired", "approvals", "list", "--status", "all"),
                bad("Missing required parameter: 'ID'", "approvals", "show"),
                bad("is no id of a request", "approvals", "approve", "../x"),
                bad("--user", "admin", "token", "create", "--groups", "a"));
    }

    private static Arguments bad(String words, String... call) {
        return Arguments.of(words, List.of(call));
    }

    @ParameterizedTest
    @MethodSource("badCalls")
    void aBadCallEndsWithTwoAndSaysWhatIsWrong(String words, List<String> call) {
        assertThat(cli.run(call.toArray(String[]::new))).isEqualTo(2);
        assertThat(cli.err()).contains("ml-intern: ", words).doesNotContain("\tat ");
        assertThat(cli.out()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("helpfulCalls")
    void everyCommandHasHelpAndVersion(List<String> call, String words) {
        assertThat(cli.run(call.toArray(String[]::new))).isZero();
        assertThat(cli.out()).contains(words);
        assertThat(cli.err()).isEmpty();
    }

    static List<Arguments> helpfulCalls() {
        return List.of(
                Arguments.of(List.of("--help"), "--max-iterations"),
                Arguments.of(List.of("--version"), "ml-intern 0."),
                Arguments.of(List.of("server", "--help"), "status"),
                Arguments.of(List.of("admin", "--help"), "dlq"),
                Arguments.of(List.of("admin", "dlq", "replay", "--help"), "--topic"),
                Arguments.of(List.of("approvals", "--help"), "no such request"),
                Arguments.of(List.of("approvals", "reject", "--help"), "--feedback"),
                Arguments.of(List.of("admin", "--help"), "token"),
                Arguments.of(List.of("admin", "token", "create", "--help"), "--groups"),
                Arguments.of(List.of("server", "start", "--help"), "--processes"),
                Arguments.of(List.of("server", "logs", "--version"), "ml-intern 0."));
    }

    @Test
    void aPromptThatBeginsWithAnAtSignIsNoFileName() throws IOException {
        Files.writeString(cli.folder().resolve("x"), "--version");

        int code = cli.run("-m", "script/demo", "--server", "http://127.0.0.1:1", "@x");

        assertThat(code).isEqualTo(7);
        assertThat(cli.err()).contains("http://127.0.0.1:1 cannot be reached");
    }

    @Test
    void withoutAKeyAndAServerItSaysInThreeLinesWhatToSet() {
        assertThat(cli.run("-m", "openai/gpt-5.5", "x")).isEqualTo(3);
        assertThat(cli.err().lines()).hasSize(3);
        assertThat(cli.err()).contains("OPENAI_API_KEY", "HF_TOKEN", "ollama/NAME", "script/demo");
        assertThat(cli.home().resolve("data")).doesNotExist();
    }

    @Test
    void aLocalModelServerThatIsNamedAndDoesNotAnswerIsNoModel() {
        int code = cli.with("VLLM_BASE_URL", "http://127.0.0.1:1").run("-m", "vllm/x", "x");

        assertThat(code).isEqualTo(3);
        assertThat(cli.err()).contains("VLLM_BASE_URL");
    }

    @Test
    void mcpServersAndSettingsWithoutEffectAreNamed() throws IOException {
        Files.writeString(
                cli.folder().resolve("my.json"),
                "{\"mcpServers\":{\"hub\":{\"url\":\"https://x\"}},\"yolo_mode\":true}");

        cli.run("--config", "my.json", "-m", "script/demo", "--server", "http://127.0.0.1:1", "x");

        assertThat(cli.err())
                .contains("MCP servers are not used yet: hub")
                .contains("without effect yet: yolo_mode");
    }
}
