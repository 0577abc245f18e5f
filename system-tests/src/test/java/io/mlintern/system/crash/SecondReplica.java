package io.mlintern.system.crash;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Ports;
import io.mlintern.local.server.Readiness;
import io.mlintern.local.server.Service;
import io.mlintern.local.server.ServiceSettings;
import io.mlintern.system.Folders;
import io.mlintern.system.ProductServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One more process of a service of the server, under a name and on a port of its own.
public record SecondReplica(Process process, URI address) implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(2);

    /// Begins to start it.
    static SecondReplica of(ProductServer server, Service service) {
        return of(server, service, 2);
    }

    /// Begins to start one of several, with the settings that the server's own processes have.
    ///
    /// @param number of the replica, which is part of its name
    public static SecondReplica of(ProductServer server, Service service, int number) {
        DataFolder folder = new DataFolder(server.home());
        String name = service.folderName() + "-" + number;
        try {
            Ports ports = Ports.of(folder);
            int port = ports.earlierOrFree(name);
            ProcessBuilder builder = new ProcessBuilder(command(service, port));
            builder.environment().clear();
            builder.environment().put("PATH", System.getenv("PATH"));
            builder.environment()
                    .putAll(ServiceSettings.asEnvironment(settings(folder, ports, service, name)));
            builder.environment().putAll(server.settings());
            Process process =
                    builder.directory(server.home().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(server.home().resolve("logs/" + name + ".log").toFile())
                            .start();
            return new SecondReplica(process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Service service, int port) {
        Path jar =
                Folders.checkout()
                        .resolve("local/target/dist/lib/" + service.folderName() + ".jar");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=en",
                "-Dserver.host=127.0.0.1",
                "-Dserver.port=" + port,
                "-jar",
                jar.toString());
    }

    private static Map<String, String> settings(
            DataFolder folder, Ports ports, Service service, String name) throws IOException {
        ServiceSettings of = ServiceSettings.of(folder, ports);
        Map<String, String> all =
                new LinkedHashMap<>(
                        of.shared(
                                name,
                                other ->
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + ports.earlier(other.folderName()))));
        all.putAll(of.own(service));
        return all;
    }

    public SecondReplica awaitReady() {
        try {
            Readiness.await(address, READY, process::isAlive);
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
