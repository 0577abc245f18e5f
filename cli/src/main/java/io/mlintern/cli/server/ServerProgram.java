package io.mlintern.cli.server;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command line that runs a program of the local server: `ServerMain` or `TokenMain` of `io.mlintern.local`.
///
/// Through the launcher where it told us its place; otherwise from the folder of our own jar.
public final class ServerProgram {
    private ServerProgram() {}

    /// `ml-intern server …`
    public static List<String> command(Optional<Path> launcher, List<String> arguments) {
        return command(launcher, List.of("server"), "io.mlintern.local.ServerMain", arguments);
    }

    /// `ml-intern admin token …`: the keys of the data folder are the local server's business.
    public static List<String> tokens(Optional<Path> launcher, List<String> arguments) {
        return command(
                launcher, List.of("admin", "token"), "io.mlintern.local.TokenMain", arguments);
    }

    /// @param words by which the launcher chooses the same program
    private static List<String> command(
            Optional<Path> launcher, List<String> words, String main, List<String> arguments) {
        var command = new ArrayList<String>();
        if (launcher.isPresent()) {
            command.add(launcher.get().toString());
            command.addAll(words);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-cp");
            command.add(classPath());
            command.add(main);
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
