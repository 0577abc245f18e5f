package io.mlintern.cli;

import io.mlintern.cli.server.Patience;
import io.mlintern.cli.turn.Interrupts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The program in a folder, a home and an environment of the test's own.
final class Cli {
    private static final Patience SHORT =
            new Patience(
                    Duration.ofMillis(1),
                    Duration.ofMillis(20),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(500));

    private final Path folder;
    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Integer> left = new CopyOnWriteArrayList<>();
    private final Interrupts interrupts = new Interrupts(left::add);
    private byte[] input = new byte[0];
    private Terminals terminals = new Terminals(false, false, false);

    Cli(Path root) throws IOException {
        this.folder = Files.createDirectories(root.resolve("work")).toRealPath();
        this.home = Files.createDirectories(root.resolve("home")).toRealPath();
        environment.put("ML_INTERN_HOME", home.resolve("data").toString());
    }

    /// Lets the program find this server as the local one that runs.
    Cli withLocal(FakeServer server) throws IOException {
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(
                data.resolve("server.json"),
                "{\"url\":\"%s\",\"pid\":%d,\"started_at\":\"%s\"}"
                        .formatted(server.url(), ProcessHandle.current().pid(), Instant.now()));
        Files.writeString(data.resolve("token"), FakeServer.TOKEN + "\n");
        return this;
    }

    Cli with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Cli typing(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    Cli typing(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    Cli on(Terminals terminals) {
        this.terminals = terminals;
        return this;
    }

    int run(String... arguments) {
        var surroundings =
                new Surroundings(
                        environment,
                        folder,
                        home,
                        Optional.empty(),
                        Optional.empty(),
                        new ByteArrayInputStream(input),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        terminals);
        return Main.run(arguments, surroundings, interrupts, SHORT);
    }

    Path folder() {
        return folder;
    }

    Path home() {
        return home;
    }

    void pressCtrlC() {
        Thread.ofVirtual().start(interrupts::pressed);
    }

    /// Exit codes with which the program left at once.
    List<Integer> left() {
        return List.copyOf(left);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
