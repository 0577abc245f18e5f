package io.mlintern.cli.server;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command line that runs the local server's program, `io.mlintern.local.ServerMain`.
///
/// Through the launcher where it told us its place; otherwise from the folder of our own jar.
public final class ServerProgram {
    private static final String MAIN = "io.mlintern.local.ServerMain";

    private ServerProgram() {}

    public static List<String> command(Optional<Path> launcher, List<String> arguments) {
        var command = new ArrayList<String>();
        if (launcher.isPresent()) {
            command.add(launcher.get().toString());
            command.add("server");
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-cp");
            command.add(classPath());
            command.add(MAIN);
        }
        command.addAll(arguments);
        return command;
    }

    /// All jars beside ours; in a development run the class path as it is.
    private static String classPath() {
        try {
            Path ours =
                    Path.of(
                            ServerProgram.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return Files.isRegularFile(ours)
                    ? ours.resolveSibling("*").toString()
                    : System.getProperty("java.class.path");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
