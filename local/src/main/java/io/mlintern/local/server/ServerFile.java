package io.mlintern.local.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.cli.server.LivingProcess;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.OwnerFile;
import io.mlintern.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `server.json`: where the ready server of a data folder is.
///
/// @param processes process ids by service; in the combined form one and the same
public record ServerFile(
        String url,
        long pid,
        String version,
        Instant startedAt,
        String kafkaBootstrap,
        Map<String, Long> processes) {
    public ServerFile {
        processes = Map.copyOf(processes);
    }

    public void write(DataFolder folder) throws IOException {
        OwnerFile.write(folder.serverFile(), asJson());
    }

    String asJson() {
        ObjectNode file = Json.mapper().createObjectNode();
        file.put("url", url);
        file.put("pid", pid);
        file.put("version", version);
        file.put("started_at", startedAt.toString());
        file.put("kafka_bootstrap", kafkaBootstrap);
        ObjectNode ids = file.putObject("processes");
        processes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> ids.put(e.getKey(), e.getValue()));
        return file.toPrettyString() + "\n";
    }

    /// What the folder says, whether that server still lives or not.
    public static Optional<ServerFile> read(DataFolder folder) throws IOException {
        return read(folder.serverFile());
    }

    static Optional<ServerFile> read(Path path) throws IOException {
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        JsonNode file = Json.mapper().readTree(text);
        Map<String, Long> processes = new LinkedHashMap<>();
        file.path("processes")
                .properties()
                .forEach(entry -> processes.put(entry.getKey(), entry.getValue().asLong()));
        return Optional.of(
                new ServerFile(
                        file.path("url").asText(),
                        file.path("pid").asLong(),
                        file.path("version").asText(),
                        Instant.parse(file.path("started_at").asText()),
                        file.path("kafka_bootstrap").asText(),
                        processes));
    }

    /// What the folder says, if the process that serves its url lives.
    public static Optional<ServerFile> living(DataFolder folder) throws IOException {
        return read(folder).filter(file -> file.process(file.pid()).isPresent());
    }

    /// The process of this id, unless it has gone and its id belongs to one that began after this file was written.
    public Optional<ProcessHandle> process(long id) {
        return LivingProcess.of(id)
                .filter(
                        handle ->
                                handle.info()
                                        .startInstant()
                                        .map(begun -> !begun.minusSeconds(2).isAfter(startedAt))
                                        .orElse(true));
    }
}
