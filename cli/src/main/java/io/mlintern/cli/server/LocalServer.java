package io.mlintern.cli.server;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Starts the local server where none runs.
///
/// Dying before or while it starts: the server goes on by itself, the next call finds it. Two calls at once: the server's
/// program lets one of them start it; the other waits for that and finds it running. Nothing is written to the data folder
/// here: only the server knows whether it may.
public final class LocalServer {
    private final DataFolder data;
    private final List<String> startCommand;
    private final Map<String, String> environment;
    private final Path folder;
    private final Consumer<String> progress;

    /// @param progress takes each line that the starting server prints
    public LocalServer(
            DataFolder data,
            List<String> startCommand,
            Map<String, String> environment,
            Path folder,
            Consumer<String> progress) {
        this.data = data;
        this.startCommand = List.copyOf(startCommand);
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.progress = progress;
    }

    /// The server that runs; it is started first if none does.
    public ServerAddress ensure() {
        return data.running().orElseGet(this::start);
    }

    private ServerAddress start() {
        progress.accept("starting the local server …");
        try {
            int code = run();
            if (code != 0) {
                data.awaitOtherStart();
            }
            return data.running().orElseThrow(() -> failed(code));
        } catch (IOException e) {
            throw CliFailure.server(
                    "The local server cannot be started (%s).".formatted(e.getMessage()));
        }
    }

    private CliFailure failed(int code) {
        String sentence =
                code == 0
                        ? "The local server started but left no server.json in %s."
                                .formatted(data.path())
                        : "The local server did not start (exit code %d); see %s."
                                .formatted(code, data.path().resolve("logs"));
        boolean usage = code == ExitCode.USAGE.number();
        return new CliFailure(usage ? ExitCode.USAGE : ExitCode.SERVER, List.of(sentence));
    }

    private int run() throws IOException {
        var builder = new ProcessBuilder(startCommand).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        Thread pump = Thread.ofVirtual().start(() -> relay(process));
        try {
            int code = process.waitFor();
            pump.join(200);
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled(e);
        }
    }

    private void relay(Process process) {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(progress);
        } catch (IOException | UncheckedIOException e) {
            progress.accept("(the server's start messages ended early)");
        }
    }
}
