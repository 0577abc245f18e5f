package io.mlintern.local.server;

import io.helidon.Main;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.FolderLock;
import io.mlintern.local.folder.FolderVersion;
import io.mlintern.local.folder.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Starts one local server on a data folder, from the lock to `server.json`.
public final class LocalServer {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DataFolder folder;
    private final ServerOptions options;
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final OrderlyStop stop = new OrderlyStop();

    private LocalServer(DataFolder folder, ServerOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /// Returns when the server is ready; it ends with the process.
    public static void run(DataFolder folder, ServerOptions options)
            throws IOException, InterruptedException {
        SettingsGuard.check();
        FolderVersion.refuseNewer(folder);
        folder.create();
        new LocalServer(folder, options).start();
    }

    private void start() throws IOException, InterruptedException {
        FolderLock lock = FolderLock.ofServer(folder);
        Main.addShutdownHandler(stop);
        stop.atTheEnd(lock);
        start(Ports.of(folder));
    }

    /// Failing in the middle: the caller ends the process, which stops what has been started in order.
    private void start(Ports ports) throws IOException, InterruptedException {
        FolderVersion.migrate(folder);
        int port =
                options.port().isPresent()
                        ? ports.exactly("http", options.port().get())
                        : ports.earlierOrFree("http");
        Files.deleteIfExists(folder.serverFile());
        LocalIdentity identity = LocalIdentity.of(folder);
        say("Starting Kafka and PostgreSQL");
        Infrastructure infrastructure = Infrastructure.start(folder, ports, identity);
        stop.before(infrastructure);
        URI url = URI.create("http://127.0.0.1:" + port);
        if (options.processes()) processForm(ports, url);
        else combined(infrastructure, identity, url);
        infrastructure.reportHangingTransactions();
        publish(infrastructure, url);
        double seconds = Duration.between(startedAt, Instant.now()).toMillis() / 1000.0;
        say(String.format(Locale.ROOT, "Ready at %s after %.1f s", url, seconds));
    }

    /// All services in one container in this JVM.
    private void combined(Infrastructure infrastructure, LocalIdentity identity, URI url)
            throws IOException, InterruptedException {
        say("Starting the services");
        ServiceSettings settings =
                new ServiceSettings(
                        folder, identity, infrastructure.bootstrap(), infrastructure.jdbcUrl());
        Map<String, String> all = new LinkedHashMap<>(settings.shared("local", _ -> url));
        for (Service service : Service.values()) all.putAll(settings.own(service));
        all.put("server.host", url.getHost());
        all.put("server.port", Integer.toString(url.getPort()));
        all.forEach(System::setProperty);
        Main.main(new String[0]);
        Readiness.await(url, PATIENCE, () -> true);
    }

    /// The one origin in front of the services, each in a process of its own.
    private void processForm(Ports ports, URI url) throws IOException {
        for (Service service : Service.values()) {
            String name = service.folderName();
            boolean lives = new ProcessFiles(folder).living(name).isPresent();
            if (!lives || ports.earlier(name) == 0) ports.earlierOrFree(name);
        }
        stop.before(Origin.start(url, ports));
    }

    /// The combined server is complete; the process form is when its services are, which the starting call sees.
    private void publish(Infrastructure infrastructure, URI url) throws IOException {
        long pid = ProcessHandle.current().pid();
        Map<String, Long> processes = new LinkedHashMap<>();
        processes.put("local", pid);
        if (!options.processes())
            for (Service service : Service.values()) processes.put(service.folderName(), pid);
        ServerFile file =
                new ServerFile(
                        url.toString(),
                        pid,
                        Distribution.version(),
                        startedAt,
                        infrastructure.bootstrap(),
                        processes);
        ProcessFiles files = new ProcessFiles(folder);
        stop.before(
                () -> {
                    Files.deleteIfExists(folder.serverFile());
                    files.forgetLocal();
                });
        if (options.processes()) files.writeLocal(file);
        else file.write(folder);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
