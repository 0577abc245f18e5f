package io.mlintern.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.server.LocalIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The server of a test run: started once from the built distribution, with a data folder of its own, and stopped by process id.
///
/// `-Dmlintern.system.form=processes` takes one process for each service where a test does not need either form. `-Dmlintern.system.caches=true` makes start
/// caches first, which takes minutes and is worth it before hundreds of starts. `-Dmlintern.system.keep=true` leaves the data folder
/// where it is, with the threads of each process as they were at the end.
public final class ProductServer implements AutoCloseable {
    /// One process for each service, or all in one.
    public enum Form {
        PROCESSES,
        COMBINED
    }

    /// Waits between attempts at a model, shortened by this factor.
    static final double RETRY_SCALE = 0.02;

    private static final boolean KEEP = Boolean.getBoolean("mlintern.system.keep");
    private static final Duration START = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Form form;
    private final Map<String, String> settings;

    private ProductServer(Path home, Form form, Map<String, String> settings) {
        this.home = home;
        this.form = form;
        this.settings = Map.copyOf(settings);
    }

    static ProductServer start() {
        return start(inProcesses() ? Form.PROCESSES : Form.COMBINED, RETRY_SCALE);
    }

    /// @param retryScale factor of all waits between attempts at a model; 1 as users have it
    public static ProductServer start(Form form, double retryScale) {
        return start(Folders.fresh("server"), form, retryScale);
    }

    /// @param home its data folder, which goes with it
    public static ProductServer start(Path home, Form form, double retryScale) {
        return start(
                home,
                form,
                Map.of(
                        "MLINTERN_ORCHESTRATOR_MODEL_RETRY_SCALE",
                        "" + retryScale,
                        // Copies are kept as soon as there is a second replica.
                        "MLINTERN_ORCHESTRATOR_ENGINE_STANDBYS",
                        "1"));
    }

    /// @param settings of the services, as variables of the environment
    public static ProductServer start(Form form, Map<String, String> settings) {
        return start(Folders.fresh("server"), form, settings);
    }

    /// @param home its data folder, which goes with it
    private static ProductServer start(Path home, Form form, Map<String, String> settings) {
        if (Boolean.getBoolean("mlintern.system.caches")) StartCaches.provide();
        ProductServer server = new ProductServer(home, form, settings);
        try {
            server.startAgain();
            return server;
        } catch (RuntimeException | Error failure) {
            server.close();
            throw failure;
        }
    }

    private static boolean inProcesses() {
        return System.getProperty("mlintern.system.form", "combined").equals("processes");
    }

    /// `server start`; on a server that runs in parts it starts the rest.
    public void startAgain() {
        Program.Result result = tryToStart();
        if (result.exit() != 0) {
            throw new IllegalStateException(
                    "server start: %s%nfiles in %s".formatted(result, home));
        }
    }

    /// As [#startAgain()], however it ends.
    public Program.Result tryToStart() {
        Program start = Program.server(home);
        settings.forEach(start::with);
        List<String> arguments =
                form == Form.PROCESSES
                        ? List.of("start", "--processes", "--port", "0")
                        : List.of("start", "--port", "0");
        return start.run(START, arguments);
    }

    /// What its services were started with, as variables of the environment.
    public Map<String, String> settings() {
        return settings;
    }

    public Path home() {
        return home;
    }

    public URI url() {
        return URI.create(file().path("url").asText());
    }

    public String kafka() {
        return file().path("kafka_bootstrap").asText();
    }

    /// Process id of the process of this name.
    public long pid(String process) {
        return file().path("processes").path(process).asLong();
    }

    String ownerToken() {
        try {
            return Files.readString(home.resolve("token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A token of some other user in these groups, signed with the folder's key.
    String tokenOf(String user, String... groups) {
        try {
            DataFolder folder =
                    DataFolder.of(
                            name ->
                                    name.equals("ML_INTERN_HOME")
                                            ? Optional.of(home.toString())
                                            : Optional.empty());
            return LocalIdentity.of(folder).userToken(user, Set.of(groups));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode file() {
        try {
            return JSON.readTree(home.resolve("server.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> processes =
                Files.exists(home.resolve("server.json"))
                        ? file().path("processes")
                                .valueStream()
                                .map(JsonNode::asLong)
                                .distinct()
                                .map(ProcessHandle::of)
                                .flatMap(Optional::stream)
                                .toList()
                        : List.of();
        if (KEEP) processes.forEach(this::writeThreads);
        Program.server(home).run(Duration.ofMinutes(2), List.of("stop"));
        processes.forEach(ProcessHandle::destroyForcibly);
        // What a failing run leaves behind is what explains it.
        if (!KEEP) Folders.delete(home);
    }

    /// What each thread does, virtual ones included, into the folder of logs.
    private void writeThreads(ProcessHandle process) {
        try {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            Path target = home.resolve("logs").resolve("threads-" + process.pid() + ".txt");
            new ProcessBuilder(
                            jcmd.toString(),
                            "" + process.pid(),
                            "Thread.dump_to_file",
                            target.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
