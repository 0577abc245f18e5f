package io.mlintern.local.command;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.folder.Folders;
import io.mlintern.local.server.Distribution;
import io.mlintern.local.server.ServerFile;
import io.mlintern.local.server.ServerOptions;
import io.mlintern.local.server.Service;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a server and a prompt once, so that the JVM writes down what a start loads and links (`-XX:AOTCacheOutput`); later starts
/// take half the time.
///
/// Works on a data folder of its own. Dying in between leaves the earlier caches, which nobody uses when a jar is newer.
public final class Training {
    private static final long PATIENCE_SECONDS = 180;

    private final StartCache caches = new StartCache(Distribution.root());
    private final Instant begun = Instant.now();
    private final DataFolder folder;
    private final PrintStream progress;

    /// @param scratch a folder that is emptied first and removed afterwards
    public Training(Path scratch, PrintStream progress) {
        this.folder = new DataFolder(scratch);
        this.progress = progress;
    }

    public void run() throws IOException, InterruptedException {
        Folders.delete(folder.root());
        folder.create();
        Process server =
                new ServerJvm(folder)
                        .detached(
                                LogSettings.LOCAL,
                                Jvm.training("server.aot"),
                                ServerJvm.local(List.of()),
                                Map.of());
        try {
            new StartedProcess(server, new ServerJvm(folder).console(LogSettings.LOCAL), progress)
                    .await(() -> ServerFile.living(folder).isPresent());
            prompt();
        } finally {
            server.destroy();
            if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) server.destroyForcibly();
        }
        place("server.aot");
        place("cli.aot");
        Folders.delete(folder.root());
    }

    /// The same for the services as processes of their own.
    public void services() throws IOException, InterruptedException {
        Folders.delete(folder.root());
        folder.create();
        var start = new StartProcesses(folder, progress, name -> Jvm.training(name + ".aot"));
        try {
            start.run(ServerOptions.parse(List.of("--processes", "--port", "0")));
            prompt();
        } finally {
            new StopCommand(folder, progress).run();
        }
        for (Service service : Service.values()) place(service.folderName() + ".aot");
        Folders.delete(folder.root());
    }

    /// A whole turn of the scripted model. What it says does not matter here, nor whether it fails.
    private void prompt() throws IOException, InterruptedException {
        Path workspace = Files.createDirectories(folder.root().resolve("workspace"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()));
        command.addAll(Jvm.training("cli.aot"));
        command.addAll(
                List.of(
                        "-cp",
                        Distribution.lib().resolve("cli.jar").toString(),
                        "io.mlintern.cli.Main"));
        command.addAll(List.of("--model", "script/demo", "show me"));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(workspace.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.logs().resolve("cli.log").toFile());
        builder.environment().put("ML_INTERN_HOME", folder.root().toString());
        Process cli = builder.start();
        if (!cli.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) cli.destroyForcibly();
    }

    private void place(String cache) throws IOException {
        if (!Files.exists(caches.draft(cache)))
            throw new Fatal(Fatal.UNEXPECTED, "The JVM wrote no " + cache);
        caches.place(cache, begun);
    }
}
