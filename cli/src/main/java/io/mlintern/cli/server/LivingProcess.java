package io.mlintern.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Processes that we know by their ids and did not start ourselves.
///
/// One that has ended keeps its id until its parent asks how it ended, and `ProcessHandle` calls it alive until then. The first
/// process of a container often never asks, so on Linux such a process counts as gone here.
public final class LivingProcess {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private LivingProcess() {}

    public static Optional<ProcessHandle> of(long pid) {
        return ProcessHandle.of(pid).filter(LivingProcess::lives);
    }

    public static boolean lives(ProcessHandle process) {
        return process.isAlive() && !hasEnded(process.pid());
    }

    /// False when it lives on after `patience`.
    public static boolean awaitEnd(ProcessHandle process, Duration patience)
            throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (lives(process)) {
            if (System.nanoTime() >= until) return false;
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
        return true;
    }

    private static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name stands in parentheses and may have any character.
            String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return state.startsWith("Z") || state.startsWith("X");
        } catch (IOException notLinuxOrGone) {
            return false;
        }
    }
}
