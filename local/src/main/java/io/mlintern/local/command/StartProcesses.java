package io.mlintern.local.command;

import io.mlintern.cli.server.LivingProcess;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.DiskRoom;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.folder.Ports;
import io.mlintern.local.server.Distribution;
import io.mlintern.local.server.ProcessFiles;
import io.mlintern.local.server.Readiness;
import io.mlintern.local.server.ServerFile;
import io.mlintern.local.server.ServerOptions;
import io.mlintern.local.server.Service;
import io.mlintern.local.server.ServiceSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// `server start --processes`: starts those of the five processes that do not live, and returns when all answer ready.
///
/// Dying in the middle: what was started lives on and is in nobody's `server.json`; the services' own files in `run` name it, so
/// that the next call finds it.
final class StartProcesses {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final PrintStream progress;
    private final ServerJvm jvm;
    private final Function<String, List<String>> options;

    StartProcesses(DataFolder folder, PrintStream progress) {
        this(folder, progress, Jvm::service);
    }

    /// @param options of the JVM of the service of this name
    StartProcesses(
            DataFolder folder, PrintStream progress, Function<String, List<String>> options) {
        this.folder = folder;
        this.progress = progress;
        this.jvm = new ServerJvm(folder);
        this.options = options;
    }

    ServerFile run(ServerOptions options) throws IOException, InterruptedException {
        ProcessFiles files = new ProcessFiles(folder);
        Ports before = Ports.of(folder);
        ServerFile local = local(options, files);
        Ports ports = Ports.of(folder);
        // The living services know only the earlier ports.
        if (before.differ(ports, "kafka") || before.differ(ports, "postgresql"))
            StopCommand.end(files.services());
        Map<Service, ProcessHandle> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            Optional<ProcessHandle> living = files.living(service.folderName());
            services.put(service, living.isPresent() ? living.get() : start(service, ports, files));
        }
        for (Map.Entry<Service, ProcessHandle> entry : services.entrySet())
            awaitReady(entry, ports);
        Readiness.await(
                URI.create(local.url()), PATIENCE, () -> local.process(local.pid()).isPresent());
        ServerFile all = complete(local, services);
        all.write(folder);
        return all;
    }

    /// The process of broker, database and origin.
    private ServerFile local(ServerOptions options, ProcessFiles files)
            throws IOException, InterruptedException {
        Optional<ServerFile> living = files.local();
        if (living.isPresent()) return living.get();
        DiskRoom.check(folder);
        Process process =
                jvm.detached(
                        LogSettings.LOCAL,
                        Jvm.server(),
                        ServerJvm.local(options.arguments()),
                        Map.of());
        new StartedProcess(process, jvm.console(LogSettings.LOCAL), progress)
                .await(() -> files.local().filter(file -> file.pid() == process.pid()).isPresent());
        return files.local()
                .orElseThrow(() -> new Fatal(Fatal.UNEXPECTED, "The local process ended at once"));
    }

    private ProcessHandle start(Service service, Ports ports, ProcessFiles files)
            throws InterruptedException {
        String name = service.folderName();
        progress.println("Starting " + name);
        try {
            int port = ports.earlier(name);
            List<String> all = new ArrayList<>(options.apply(name));
            all.add("-Dserver.host=127.0.0.1");
            all.add("-Dserver.port=" + port);
            Process process =
                    jvm.detached(
                            name,
                            all,
                            List.of("-jar", Distribution.lib().resolve(name + ".jar").toString()),
                            ServiceSettings.asEnvironment(settings(service, ports)));
            record(files, name, process);
            return process.toHandle();
        } catch (IOException failure) {
            throw new Fatal(
                    Fatal.UNEXPECTED,
                    "%s could not be started: %s".formatted(name, failure.getMessage()),
                    failure);
        }
    }

    /// A process that nobody could find again must not run.
    private static void record(ProcessFiles files, String name, Process process)
            throws IOException, InterruptedException {
        try {
            files.write(name, process.pid());
        } catch (IOException failure) {
            LivingProcess.awaitEnd(process.destroyForcibly().toHandle(), END);
            throw failure;
        }
    }

    private Map<String, String> settings(Service service, Ports ports) throws IOException {
        ServiceSettings settings = ServiceSettings.of(folder, ports);
        Map<String, String> all =
                new LinkedHashMap<>(
                        settings.shared(service.folderName(), other -> address(other, ports)));
        all.putAll(settings.own(service));
        return all;
    }

    static URI address(Service service, Ports ports) {
        return URI.create("http://127.0.0.1:" + ports.earlier(service.folderName()));
    }

    private void awaitReady(Map.Entry<Service, ProcessHandle> service, Ports ports)
            throws InterruptedException {
        String name = service.getKey().folderName();
        try {
            Readiness.await(
                    address(service.getKey(), ports), PATIENCE, service.getValue()::isAlive);
        } catch (Fatal fatal) {
            throw new Fatal(
                    fatal.exitCode(),
                    "%s is not ready. See %s and %s"
                            .formatted(name, LogSettings.current(folder, name), jvm.console(name)),
                    fatal);
        }
    }

    private static ServerFile complete(ServerFile local, Map<Service, ProcessHandle> services) {
        Map<String, Long> processes = new LinkedHashMap<>(Map.of(LogSettings.LOCAL, local.pid()));
        services.forEach((service, process) -> processes.put(service.folderName(), process.pid()));
        return new ServerFile(
                local.url(),
                local.pid(),
                local.version(),
                local.startedAt(),
                local.kafkaBootstrap(),
                processes);
    }
}
