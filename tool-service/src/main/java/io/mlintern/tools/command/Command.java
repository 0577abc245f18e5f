package io.mlintern.tools.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A shell command to run.
///
/// @param folder where its state is kept; one folder, one run
/// @param environment everything that it gets to see, nothing is added
public record Command(
        String text,
        Path folder,
        Path workingDirectory,
        Duration timeLimit,
        Map<String, String> environment) {
    public Command {
        environment = Map.copyOf(environment);
    }
}
