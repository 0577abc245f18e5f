package io.mlintern.local.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import java.util.Optional;
import java.util.function.Function;

/// Where one local server keeps everything: `$ML_INTERN_HOME`, else `${XDG_DATA_HOME:-~/.local/share}/ml-intern`.
///
/// Two servers with two data folders run side by side. The folder is the owner's alone (0700): it holds the token, the keys and
/// the log of every session.
public record DataFolder(Path root) {
    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /// The folder that these variables name; nothing is created.
    public static DataFolder of(Function<String, Optional<String>> variables) {
        return variables
                .apply("ML_INTERN_HOME")
                .map(Path::of)
                .or(() -> variables.apply("XDG_DATA_HOME").map(data -> Path.of(data, "ml-intern")))
                .map(DataFolder::new)
                .orElseGet(() -> new DataFolder(home(variables).resolve(".local/share/ml-intern")));
    }

    /// As a shell's `~`: the JVM's own idea of it comes from the list of users and passes over HOME.
    private static Path home(Function<String, Optional<String>> variables) {
        return Path.of(variables.apply("HOME").orElseGet(() -> System.getProperty("user.home")));
    }

    /// Makes the folder and its `logs`, `run` and `secrets` where they are missing.
    public DataFolder create() throws IOException {
        ownerOnly(root);
        ownerOnly(logs());
        ownerOnly(run());
        ownerOnly(secrets());
        return this;
    }

    private static void ownerOnly(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    public Path serverFile() {
        return root.resolve("server.json");
    }

    public Path token() {
        return root.resolve("token");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /// What only matters while a server runs: lock, ports, console output of the processes.
    public Path run() {
        return root.resolve("run");
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path versionFile() {
        return root.resolve("version");
    }

    /// Where the services keep their local state (stores, workspaces' run folders).
    public Path state() {
        return root.resolve("state");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path postgresql() {
        return root.resolve("postgresql");
    }
}
