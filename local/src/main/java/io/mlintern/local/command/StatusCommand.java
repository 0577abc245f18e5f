package io.mlintern.local.command;

import io.mlintern.local.database.EmbeddedDatabase;
import io.mlintern.local.database.RunFigures;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.folder.FolderLock;
import io.mlintern.local.server.Infrastructure;
import io.mlintern.local.server.Readiness;
import io.mlintern.local.server.ServerFile;
import io.mlintern.local.server.Service;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// `server status`: what runs on a data folder, and whether it is ready (exit code 0) or not (7).
final class StatusCommand {
    private static final String UNKNOWN = "not known: PostgreSQL does not answer";

    private final DataFolder folder;
    private final PrintStream out;

    StatusCommand(DataFolder folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    int run() throws IOException, InterruptedException {
        Optional<ServerFile> found = ServerFile.read(folder);
        if (found.isEmpty() || found.get().process(found.get().pid()).isEmpty()) {
            out.println(
                    FolderLock.server(folder)
                                    .map(
                                            process ->
                                                    "Not ready yet: process "
                                                            + process.pid()
                                                            + " starts on")
                                    .orElse("No server runs on")
                            + " the data folder "
                            + folder.root());
            found.ifPresent(this::listProcesses);
            return Fatal.UNREACHABLE;
        }
        ServerFile file = found.get();
        boolean ready = Readiness.isReady(URI.create(file.url()));
        out.println((ready ? "Ready at " : "Running but not ready at ") + file.url());
        out.println("  data folder  " + folder.root());
        out.println("  version      " + file.version());
        out.println("  started      " + file.startedAt());
        out.println("  kafka        " + file.kafkaBootstrap());
        listProcesses(file);
        listRuns();
        return ready ? 0 : Fatal.UNREACHABLE;
    }

    private void listRuns() throws IOException, InterruptedException {
        Optional<EmbeddedDatabase> database = Infrastructure.livingDatabase(folder);
        list("model calls", database, Service.ORCHESTRATOR);
        list("tool calls", database, Service.TOOL_SERVICE);
    }

    private void list(String what, Optional<EmbeddedDatabase> database, Service service) {
        out.println(
                "  %-18s %s"
                        .formatted(what, database.map(of -> runs(of, service)).orElse(UNKNOWN)));
    }

    private static String runs(EmbeddedDatabase database, Service service) {
        try {
            RunFigures runs = database.runs(service.schema());
            return "%d claimed, %d lapsed, %d taken over"
                    .formatted(runs.claimed(), runs.lapsed(), runs.takenOver());
        } catch (SQLException away) {
            return UNKNOWN;
        }
    }

    private void listProcesses(ServerFile file) {
        file.processes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        entry ->
                                out.println(
                                        "  %-18s process %d%s"
                                                .formatted(
                                                        entry.getKey(),
                                                        entry.getValue(),
                                                        file.process(entry.getValue()).isPresent()
                                                                ? ""
                                                                : " (gone)")));
    }
}
