package io.mlintern.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
    @TempDir private Path root;

    private Configuration load(Map<String, String> environment, Optional<Path> named) {
        return new ConfigurationLoader(
                        Environment.of(environment),
                        root,
                        root.resolve("user"),
                        Optional.of(root.resolve("checkout")))
                .load(named);
    }

    private Configuration loadText(String text) throws IOException {
        Files.writeString(root.resolve("my.json"), text);
        return load(Map.of("SET", "org/name", "EMPTY", ""), Optional.of(Path.of("my.json")));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void withoutAnyFileTheBuiltInOneCounts() {
        assertThat(load(Map.of(), Optional.empty()))
                .isEqualTo(
                        new Configuration(
                                Optional.of("anthropic/claude-opus-4.8:fal-ai"),
                                java.util.OptionalInt.empty(),
                                List.of(),
                                List.of()));
    }

    @Test
    void theUsersFileIsMergedOverTheShippedOne() throws IOException {
        write(
                "checkout/configs/main_agent_config.json",
                "{\"model_name\":\"a/shipped\",\"max_iterations\":7,\"mcpServers\":{\"one\":{\"url\":\"x\"}}}");
        write(
                "user/.config/ml-intern/cli_agent_config.json",
                "{\"model_name\":\"a/user\",\"mcpServers\":{\"two\":{\"url\":\"y\"}}}");

        Configuration configuration = load(Map.of(), Optional.empty());

        assertThat(configuration.model()).contains("a/user");
        assertThat(configuration.maxIterations()).hasValue(7);
        assertThat(configuration.mcpServers()).containsExactly("one", "two");
    }

    @Test
    void theNamedFileWinsOverTheVariableAndBothOverTheUsualPlace() throws IOException {
        write("user/.config/ml-intern/cli_agent_config.json", "{\"model_name\":\"a/usual\"}");
        write("xdg/ml-intern/cli_agent_config.json", "{\"model_name\":\"a/xdg\"}");
        write("variable.json", "{\"model_name\":\"a/variable\"}");
        write("named.json", "{\"model_name\":\"a/named\"}");
        String xdg = root.resolve("xdg").toString();
        String variable = root.resolve("variable.json").toString();

        assertThat(load(Map.of(), Optional.empty()).model()).contains("a/usual");
        assertThat(load(Map.of("XDG_CONFIG_HOME", xdg), Optional.empty()).model())
                .contains("a/xdg");
        assertThat(load(Map.of("ML_INTERN_CLI_CONFIG", variable), Optional.empty()).model())
                .contains("a/variable");
        assertThat(
                        load(
                                        Map.of("ML_INTERN_CLI_CONFIG", variable),
                                        Optional.of(Path.of("named.json")))
                                .model())
                .contains("a/named");
    }

    static List<Arguments> models() {
        return List.of(
                Arguments.of("${SET}", "org/name"),
                Arguments.of("${SET}:${SET}", "org/name:org/name"),
                Arguments.of("${UNSET:-a/b:c}", "a/b:c"),
                Arguments.of("x${EMPTY:-a}/y", "x/y"),
                Arguments.of("$SET", "$SET"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void variablesAreSubstituted(String written, String expected) throws IOException {
        assertThat(loadText("{\"model_name\":\"%s\"}".formatted(written)).model())
                .contains(expected);
    }

    static List<Arguments> badFiles() {
        return List.of(
                Arguments.of("{\"modelname\":\"a/b\"}", "the nearest known one is \"model_name\""),
                Arguments.of("{\"MCPSERVERS\":{}}", "the nearest known one is \"mcpServers\""),
                Arguments.of("{\"model_name\":3}", "\"model_name\" must be a model id"),
                Arguments.of("{\"max_iterations\":0}", "other than 0"),
                Arguments.of("{\"max_iterations\":\"3\"}", "\"max_iterations\" must be"),
                Arguments.of("{\"yolo_mode\":\"yes\"}", "\"yolo_mode\" must be true or false"),
                Arguments.of("{\"reasoning_effort\":\"most\"}", "\"reasoning_effort\" must be"),
                Arguments.of("{\"tool_runtime\":\"cloud\"}", "\"local\" or \"sandbox\""),
                Arguments.of(
                        "{\"mcpServers\":{\"h\":{\"headers\":[\"${NOPE}\"]}}}",
                        "\"mcpServers.h.headers[0]\" needs the variable NOPE"),
                Arguments.of("{\"model_name\":", "not valid JSON (line 1"),
                Arguments.of("{} {}", "not valid JSON"),
                Arguments.of("[]", "must hold an object"),
                Arguments.of("", "must hold an object"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileIsBadUsageAndSaysWhatIsWrong(String text, String words) {
        assertThatThrownBy(() -> loadText(text))
                .isInstanceOfSatisfying(
                        CliFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining(words);
    }

    @Test
    void allOfUpstreamsKeysAreTaken() throws IOException {
        Configuration configuration =
                loadText(
                        """
                        {"model_name":"a/b","mcpServers":{},"save_sessions":true,"session_dataset_repo":"a/b",
                         "share_traces":true,"personal_trace_repo_template":"{hf_user}/x","auto_save_interval":1,
                         "heartbeat_interval_s":60,"yolo_mode":false,"max_iterations":-1,"confirm_cpu_jobs":true,
                         "auto_file_upload":true,"tool_runtime":"local","reasoning_effort":null,"messaging":{},
                         "approval_policy":"single-user"}""");

        assertThat(configuration.maxIterations()).hasValue(-1);
        assertThat(configuration.withoutEffect())
                .contains("yolo_mode")
                .doesNotContain("model_name");
    }

    @Test
    void distancesAreThoseOfLevenshtein() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "abc")).isZero();
    }
}
