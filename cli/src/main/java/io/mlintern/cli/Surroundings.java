package io.mlintern.cli;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// All that a call takes from the machine around it, so that tests can give their own.
///
/// @param environment the real environment, without `.env`
/// @param folder the current folder, absolute
/// @param home the folder of the checkout or distribution, where it is known
public record Surroundings(
        Map<String, String> environment,
        Path folder,
        Path userHome,
        Optional<Path> home,
        Optional<Path> launcher,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminals terminals) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /// The streams are UTF-8 whatever the locale says: an answer is bytes for the next program.
    static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                // As a shell's `~`: the JVM's own idea comes from the list of users and passes over
                // HOME.
                Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home"))),
                Optional.ofNullable(System.getProperty("mlintern.home.dir")).map(Path::of),
                Optional.ofNullable(System.getProperty("mlintern.launcher")).map(Path::of),
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Terminals.detect());
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
