package io.mlintern.local.command;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.DiskRoom;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.folder.FolderLock;
import io.mlintern.local.folder.FolderVersion;
import io.mlintern.local.server.ServerFile;
import io.mlintern.local.server.ServerOptions;
import io.mlintern.local.server.SettingsGuard;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// `server start`: starts the server of a data folder and returns when it is ready.
final class StartCommand {
    private final DataFolder folder;
    private final CredentialsHandOver credentials;
    private final PrintStream progress;

    StartCommand(DataFolder folder, CredentialsHandOver credentials, PrintStream progress) {
        this.folder = folder;
        this.credentials = credentials;
        this.progress = progress;
    }

    /// The ready server; a foreground one has ended when this returns, and its exit code is the answer.
    int run(ServerOptions options) throws IOException, InterruptedException {
        SettingsGuard.check();
        FolderVersion.refuseNewer(folder);
        folder.create();
        try (FolderLock _ = FolderLock.ofStart(folder)) {
            if (options.processes() && !combinedLives()) return processes(options);
            Optional<ServerFile> living = ServerFile.living(folder);
            if (living.isPresent()) throw runsAlready(living.get());
            DiskRoom.check(folder);
            return options.foreground() ? foreground(options) : background(options);
        }
    }

    private boolean combinedLives() throws IOException {
        return ServerFile.living(folder)
                .filter(file -> Set.copyOf(file.processes().values()).size() == 1)
                .isPresent();
    }

    /// In the foreground: until the process of broker, database and origin ends; a signal to us ends all.
    private int processes(ServerOptions options) throws IOException, InterruptedException {
        ServerFile file = new StartProcesses(folder, progress).run(options);
        handOver(file);
        progress.println("Ready at " + file.url());
        if (!options.foreground()) return 0;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::stop));
        file.process(file.pid()).ifPresent(process -> process.onExit().join());
        return 0;
    }

    private void stop() {
        try {
            new StopCommand(folder, progress).run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            progress.println("The server did not stop in order: " + failure.getMessage());
        }
    }

    private Fatal runsAlready(ServerFile living) {
        return new Fatal(
                Fatal.USAGE,
                "A server already runs on the data folder %s: %s (process %d)."
                        .formatted(folder.root(), living.url(), living.pid()));
    }

    private int foreground(ServerOptions options) throws IOException, InterruptedException {
        Process server =
                new ServerJvm(folder)
                        .attached(
                                LogSettings.LOCAL,
                                Jvm.server(),
                                ServerJvm.local(options.arguments()));
        Thread forward = Thread.ofPlatform().unstarted(() -> endWithUs(server));
        Runtime.getRuntime().addShutdownHook(forward);
        return server.waitFor();
    }

    /// Dying by a signal: the server gets it too and is waited for.
    private static void endWithUs(Process server) {
        server.destroy();
        try {
            server.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int background(ServerOptions options) throws IOException, InterruptedException {
        ServerJvm jvm = new ServerJvm(folder);
        Process server =
                jvm.detached(
                        LogSettings.LOCAL,
                        Jvm.server(),
                        ServerJvm.local(options.arguments()),
                        Map.of());
        new StartedProcess(server, jvm.console(LogSettings.LOCAL), progress)
                .await(
                        () ->
                                ServerFile.living(folder)
                                        .filter(file -> file.pid() == server.pid())
                                        .isPresent());
        ServerFile.living(folder).ifPresent(this::handOver);
        return 0;
    }

    /// A server without them is still a server: models that need a key say so.
    private void handOver(ServerFile server) {
        try {
            credentials.to(server, folder);
        } catch (IOException refused) {
            progress.println(
                    "The keys of this call did not reach the server: " + refused.getMessage());
        }
    }
}
