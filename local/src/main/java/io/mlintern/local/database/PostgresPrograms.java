package io.mlintern.local.database;

import com.sun.security.auth.module.UnixSystem;
import io.mlintern.local.folder.Fatal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Calls PostgreSQL's programs. They refuse the user root, so root calls them in a user namespace without a mapping: there they are
/// `nobody`, and still own root's files.
final class PostgresPrograms {
    private final Path binaries;
    private final Path log;
    private final List<String> prefix;

    PostgresPrograms(Path binaries, Path log) throws IOException, InterruptedException {
        this.binaries = binaries;
        this.log = log;
        this.prefix = new UnixSystem().getUid() == 0 ? unprivileged() : List.of();
    }

    private static List<String> unprivileged() throws IOException, InterruptedException {
        try {
            if (new ProcessBuilder("unshare", "-U", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0) return List.of("unshare", "-U");
        } catch (IOException noSuchProgram) {
            throw refused(noSuchProgram);
        }
        throw refused(null);
    }

    private static Fatal refused(IOException cause) {
        return new Fatal(
                Fatal.UNEXPECTED,
                "PostgreSQL does not run as root, and `unshare -U` does not work here. Run ML Intern as another user.",
                cause);
    }

    /// Runs to the end; what it prints goes to the log.
    void run(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        int code = builder.start().waitFor();
        if (code != 0)
            throw new IOException("%s ended with %d:%n%s".formatted(program, code, tail()));
    }

    private String tail() throws IOException {
        List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }
}
