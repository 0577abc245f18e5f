package io.mlintern.local.server;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the processes of the process form say about themselves in `run`, whoever started them and whether or not that call lived
/// to its end.
public final class ProcessFiles {
    private final DataFolder folder;

    public ProcessFiles(DataFolder folder) {
        this.folder = folder;
    }

    /// A service that has just been started.
    public void write(String service, long pid) throws IOException {
        write(
                service,
                new ServerFile("", pid, Distribution.version(), Instant.now(), "", Map.of()));
    }

    /// The process of broker, database and origin, when these answer.
    void writeLocal(ServerFile local) throws IOException {
        write("local", local);
    }

    private void write(String name, ServerFile file) throws IOException {
        OwnerFile.write(file(name), file.asJson());
    }

    /// The living process of broker, database and origin.
    public Optional<ServerFile> local() throws IOException {
        return ServerFile.read(file("local")).filter(file -> file.process(file.pid()).isPresent());
    }

    /// The living process of this service.
    public Optional<ProcessHandle> living(String service) throws IOException {
        return ServerFile.read(file(service)).flatMap(file -> file.process(file.pid()));
    }

    /// All living service processes.
    public List<ProcessHandle> services() throws IOException {
        List<ProcessHandle> living = new ArrayList<>();
        for (Service service : Service.values())
            living(service.folderName()).ifPresent(living::add);
        return List.copyOf(living);
    }

    void forgetLocal() throws IOException {
        Files.deleteIfExists(file("local"));
    }

    private Path file(String name) {
        return folder.run().resolve(name + ".json");
    }
}
