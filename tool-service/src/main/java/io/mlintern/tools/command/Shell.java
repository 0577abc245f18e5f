package io.mlintern.tools.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Which shell reads a command: bash where there is one, as models write for it, else `sh`.
final class Shell {
    private Shell() {}

    static String of(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "bash"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("/bin/sh");
    }
}
