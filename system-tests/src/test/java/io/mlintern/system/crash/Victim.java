package io.mlintern.system.crash;

import io.mlintern.cli.server.LivingProcess;
import io.mlintern.system.ProductServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/// A process of the server that can be killed. `LOCAL` has broker and origin; PostgreSQL beside it is a process of its own.
public enum Victim {
    ORCHESTRATOR,
    LLM_GATEWAY,
    TOOL_SERVICE,
    APPROVAL_SERVICE,
    LOCAL,
    POSTGRESQL;

    public ProcessHandle process(ProductServer server) {
        return living(server)
                .orElseThrow(() -> new AssertionError("no process of %s lives".formatted(this)));
    }

    boolean lives(ProductServer server) {
        return living(server).isPresent();
    }

    private Optional<ProcessHandle> living(ProductServer server) {
        long pid = this == POSTGRESQL ? postmaster(server) : server.pid(toString());
        return LivingProcess.of(pid);
    }

    /// SIGKILL; returns when it is gone.
    public void kill(ProductServer server) {
        ProcessHandle process = process(server);
        Signals.send("KILL", process.pid());
        awaitGone(process);
    }

    static void awaitGone(ProcessHandle process) {
        Awaits.until(
                "process %d to be gone".formatted(process.pid()),
                () -> !LivingProcess.lives(process));
    }

    private static long postmaster(ProductServer server) {
        try {
            var file = server.home().resolve("postgresql/postmaster.pid");
            return Long.parseLong(Files.readAllLines(file).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
