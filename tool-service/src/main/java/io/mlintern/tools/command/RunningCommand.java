package io.mlintern.tools.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A command under its supervisor, followed by its folder; where this process started it, the end of
/// the supervisor's process wakes the wait.
public final class RunningCommand {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LOOK_AFTER = Duration.ofSeconds(2);
    private static final Duration BIRTH = Duration.ofSeconds(5);

    /// Above the supervisor's own five seconds between TERM and KILL.
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Path folder;
    private final Optional<Process> supervisor;
    private final Supervisor supervisors;

    RunningCommand(Path folder, Optional<Process> supervisor, Supervisor supervisors) {
        this.folder = folder;
        this.supervisor = supervisor;
        this.supervisors = supervisors;
    }

    /// Waits for the end. The watcher is told each tenth of a second that the command still runs.
    ///
    /// @throws InterruptedException leaves the command running
    public CommandEnd await(Runnable watcher) throws InterruptedException, IOException {
        Optional<CommandEnd> end = ownEnd(watcher);
        long lookAt = System.nanoTime() + LOOK_AFTER.toNanos();
        while (end.isEmpty()) {
            end = written();
            if (end.isEmpty() && System.nanoTime() >= lookAt) {
                end = gone();
                lookAt = System.nanoTime() + LOOK_AFTER.toNanos();
            }
            if (end.isEmpty()) {
                watcher.run();
                Thread.sleep(POLL);
            }
        }
        return end.get();
    }

    /// Follows the process that we started, if we did. Empty when another one runs the command.
    private Optional<CommandEnd> ownEnd(Runnable watcher) throws InterruptedException, IOException {
        if (supervisor.isEmpty()) return Optional.empty();
        Process process = supervisor.get();
        while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            // The exit code is there before the process ends when something holds the output.
            var end = written();
            if (end.isPresent()) return end;
            watcher.run();
        }
        var end = written();
        if (end.isPresent()) return end;
        if (!Files.isDirectory(folder)) {
            return Optional.of(new CommandEnd.Exited(process.exitValue()));
        }
        if (!Supervisor.knows(folder)) {
            return Optional.of(
                    new CommandEnd.NotStarted(
                            "its supervisor did not start; a full disk is a common reason"));
        }
        return Optional.empty();
    }

    private Optional<CommandEnd> written() throws IOException {
        try {
            String[] exit = Files.readString(folder.resolve("exit")).strip().split(" ", 2);
            // A file system that had room for the file and none for what is in it.
            if (exit.length < 2) return Optional.empty();
            return Optional.of(
                    switch (exit[1]) {
                        case "exited" -> new CommandEnd.Exited(Integer.parseInt(exit[0]));
                        case "timeout" -> new CommandEnd.TimedOut();
                        default -> new CommandEnd.Cancelled();
                    });
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private Optional<CommandEnd> gone() throws IOException, InterruptedException {
        if (beingBorn() || (Files.isDirectory(folder) && supervisors.alive(folder))) {
            return Optional.empty();
        }
        var last = written();
        if (last.isPresent()) return last;
        // Nobody watches its time limit any more; what is told as lost must not go on writing.
        if (Files.isDirectory(folder)) {
            supervisors.stop(folder).waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
        }
        return Optional.of(new CommandEnd.Lost());
    }

    private boolean beingBorn() throws IOException {
        if (Files.exists(folder.resolve("supervisor"))) return false;
        try {
            var started = Files.getLastModifiedTime(folder.resolve("started")).toInstant();
            return started.plus(BIRTH).isAfter(Instant.now());
        } catch (NoSuchFileException _) {
            return false;
        }
    }
}
