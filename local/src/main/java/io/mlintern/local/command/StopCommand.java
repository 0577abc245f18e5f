package io.mlintern.local.command;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.server.ServerFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `server stop`: asks the server to end and waits until it has. Services go first, while broker and database still serve them.
final class StopCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final DataFolder folder;
    private final PrintStream progress;

    StopCommand(DataFolder folder, PrintStream progress) {
        this.folder = folder;
        this.progress = progress;
    }

    int run() throws IOException, InterruptedException {
        Optional<ServerFile> found = ServerFile.read(folder);
        if (found.isEmpty()) {
            progress.println("No server runs on the data folder " + folder.root());
            return 0;
        }
        ServerFile file = found.get();
        end(services(file));
        end(file.process(file.pid()).stream().toList());
        Files.deleteIfExists(folder.serverFile());
        progress.println("Stopped");
        return 0;
    }

    private static List<ProcessHandle> services(ServerFile file) {
        return file.processes().values().stream()
                .filter(id -> id != file.pid())
                .distinct()
                .flatMap(id -> file.process(id).stream())
                .toList();
    }

    private static void end(Collection<ProcessHandle> processes) throws InterruptedException {
        processes.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : processes) {
            try {
                process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException failure) {
                throw new Fatal(
                        Fatal.UNEXPECTED,
                        "Process %d did not end in %s".formatted(process.pid(), PATIENCE),
                        failure);
            }
        }
    }
}
