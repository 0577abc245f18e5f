package io.mlintern.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DotenvTest {
    static List<Arguments> lines() {
        return List.of(
                Arguments.of("A=b", Map.of("A", "b")),
                Arguments.of("export A = b", Map.of("A", "b")),
                Arguments.of("A=b # why", Map.of("A", "b")),
                Arguments.of("A=b#c", Map.of("A", "b#c")),
                Arguments.of("A=# nothing", Map.of("A", "")),
                Arguments.of("A=", Map.of("A", "")),
                Arguments.of("A=\"b # c\" # why", Map.of("A", "b # c")),
                Arguments.of("A=\"b\\nc\\\"\\\\\"", Map.of("A", "b\nc\"\\")),
                Arguments.of("A='b\\n # c'", Map.of("A", "b\\n # c")),
                Arguments.of("A=x=y", Map.of("A", "x=y")),
                Arguments.of("# A=b", Map.of()),
                Arguments.of("just words", Map.of()),
                Arguments.of("1A=b", Map.of()),
                Arguments.of("A=1\r\nA=2\r\n", Map.of("A", "2")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineIsReadAs(String text, Map<String, String> expected) {
        assertThat(Dotenv.parse(text)).isEqualTo(expected);
    }

    @Test
    void theRealEnvironmentWinsOverTheFolderAndTheFolderOverTheProject(@TempDir Path root)
            throws IOException {
        Path folder = Files.createDirectory(root.resolve("folder"));
        Path project = Files.createDirectory(root.resolve("project"));
        Files.writeString(folder.resolve(".env"), "A=folder\nB=folder\n");
        Files.writeString(project.resolve(".env"), "A=project\nB=project\nC=project\n");

        var environment = Environment.load(Map.of("A", "real"), List.of(folder, project));

        assertThat(environment.get("A")).contains("real");
        assertThat(environment.get("B")).contains("folder");
        assertThat(environment.get("C")).contains("project");
        assertThat(environment.fileOf("A")).isEmpty();
        assertThat(environment.fileOf("C")).contains(project.resolve(".env"));
    }
}
