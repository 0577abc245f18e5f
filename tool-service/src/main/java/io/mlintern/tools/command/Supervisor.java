package io.mlintern.tools.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs commands under `supervisor.sh`, which outlives this process.
///
/// Dying before the start: the folder has no `started`, whoever comes next starts it. During: the
/// command goes on, its output and exit code are files, the next worker waits for them. After: the
/// exit code is in the folder. Starting twice is a no-op. Tests: `SupervisorTest`,
/// `WorkerRestartIT`.
public final class Supervisor {
    private static final Duration LOOK_AFTER = Duration.ofSeconds(2);
    private static final String SCRIPT = "supervisor.sh";

    private final Map<String, String> environment;

    /// @param environment what the supervisor itself runs with; only `PATH` matters
    public Supervisor(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Starts the command unless it was started before, and follows it.
    public RunningCommand start(Command command) throws IOException {
        prepare(command);
        String seconds = String.valueOf(command.timeLimit().toSeconds());
        var starter = script(command.folder(), "start", seconds, Shell.of(command.environment()));
        starter.directory(command.workingDirectory().toFile());
        starter.environment().clear();
        starter.environment().putAll(command.environment());
        return new RunningCommand(command.folder(), Optional.of(starter.start()), this);
    }

    /// Follows a command that an earlier worker started.
    public RunningCommand attach(Path folder) {
        return new RunningCommand(folder, Optional.empty(), this);
    }

    /// Whether a command was ever started in this folder.
    public static boolean knows(Path folder) {
        return Files.isDirectory(folder.resolve("started"));
    }

    /// Ends the command and all that it started; TERM first, KILL after five seconds. A command that
    /// has not started never will. Returns at once; the process given back ends when nothing of the
    /// command is left.
    public Process stop(Path folder) throws IOException {
        Files.createDirectories(folder);
        try {
            Files.createFile(folder.resolve("stopped"));
        } catch (FileAlreadyExistsException _) {
            // Stopped before, for a reason of its own.
        }
        prepareScript(folder);
        return script(folder, "end").start();
    }

    boolean alive(Path folder) throws IOException, InterruptedException {
        Process process = script(folder, "alive").start();
        return process.waitFor(LOOK_AFTER.toSeconds(), TimeUnit.SECONDS)
                && process.exitValue() == 0;
    }

    private static void prepare(Command command) throws IOException {
        Path folder = command.folder();
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        Path text = folder.resolve("command");
        if (!Files.exists(text)) {
            replace(text, command.text().getBytes(StandardCharsets.UTF_8));
        }
        prepareScript(folder);
    }

    private static void prepareScript(Path folder) throws IOException {
        Path script = folder.resolve(SCRIPT);
        if (!Files.exists(script)) replace(script, scriptText());
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] scriptText() throws IOException {
        try (InputStream resource = Supervisor.class.getResourceAsStream(SCRIPT)) {
            if (resource == null) throw new IOException(SCRIPT + " is not in this program");
            return resource.readAllBytes();
        }
    }

    private ProcessBuilder script(Path folder, String action, String... arguments) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of("/bin/sh", folder.resolve(SCRIPT).toString(), action));
        line.add(folder.toString());
        line.addAll(List.of(arguments));
        var script = new ProcessBuilder(line);
        script.environment().clear();
        script.environment().putAll(environment);
        return script.redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
    }
}
