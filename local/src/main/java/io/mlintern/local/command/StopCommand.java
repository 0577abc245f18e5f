package io.mlintern.local.command;

import io.mlintern.cli.server.LivingProcess;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.folder.FolderLock;
import io.mlintern.local.server.ProcessFiles;
import io.mlintern.local.server.ServerFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// `server stop`: asks the server to end and waits until it has. A call that still starts it goes first, then the services, while
/// broker and database still serve them.
final class StopCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final DataFolder folder;
    private final PrintStream progress;

    StopCommand(DataFolder folder, PrintStream progress) {
        this.folder = folder;
        this.progress = progress;
    }

    int run() throws IOException, InterruptedException {
        List<ProcessHandle> starting =
                FolderLock.start(folder)
                        .filter(process -> !process.equals(ProcessHandle.current()))
                        .stream()
                        .toList();
        end(starting);
        List<ProcessHandle> services = new ProcessFiles(folder).services();
        Optional<ProcessHandle> server = server();
        if (starting.isEmpty() && services.isEmpty() && server.isEmpty()) {
            Files.deleteIfExists(folder.serverFile());
            progress.println("No server runs on the data folder " + folder.root());
            return 0;
        }
        end(services);
        end(server.stream().toList());
        Files.deleteIfExists(folder.serverFile());
        progress.println("Stopped");
        return 0;
    }

    /// One that an earlier version started does not say in the lock who it is.
    private Optional<ProcessHandle> server() throws IOException, InterruptedException {
        Optional<ProcessHandle> holder = FolderLock.server(folder);
        if (holder.isPresent()) return holder;
        return ServerFile.living(folder).flatMap(file -> file.process(file.pid()));
    }

    static void end(Collection<ProcessHandle> processes) throws InterruptedException {
        processes.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : processes) {
            if (!LivingProcess.awaitEnd(process, PATIENCE)) {
                throw new Fatal(
                        Fatal.UNEXPECTED,
                        "Process %d did not end in %s".formatted(process.pid(), PATIENCE));
            }
        }
    }
}
