package io.mlintern.local.database;

import io.mlintern.cli.server.LivingProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What PostgreSQL says about its main process in `postmaster.pid` of its data folder.
record Postmaster(long pid, int port, boolean ready) {
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /// Empty when no PostgreSQL lives on this folder, or when it has not written its file yet.
    static Optional<Postmaster> of(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException notRunning) {
            return Optional.empty();
        }
        if (lines.size() <= PORT_LINE) return Optional.empty();
        boolean ready =
                lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
        Postmaster found =
                new Postmaster(
                        Long.parseLong(lines.get(PID_LINE).strip()),
                        Integer.parseInt(lines.get(PORT_LINE).strip()),
                        ready);
        return found.process().isPresent() ? Optional.of(found) : Optional.empty();
    }

    Optional<ProcessHandle> process() {
        return LivingProcess.of(pid);
    }
}
