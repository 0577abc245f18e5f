package io.mlintern.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.cli.config.Environment;
import io.mlintern.cli.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The folder in which the local server keeps its data, and in which it says where it is.
public record DataFolder(Path path) {

    public static DataFolder of(Environment environment, Path userHome, Path currentFolder) {
        return new DataFolder(
                environment
                        .given("ML_INTERN_HOME")
                        .map(Path::of)
                        .or(
                                () ->
                                        environment
                                                .given("XDG_DATA_HOME")
                                                .map(data -> Path.of(data, "ml-intern")))
                        .map(currentFolder::resolve)
                        .orElseGet(() -> userHome.resolve(".local/share/ml-intern")));
    }

    /// Whether a server has ever run here.
    public boolean exists() {
        return Files.isDirectory(path);
    }

    /// Waits while somebody else starts a server here: who does it holds the lock `run/start.lock`.
    void awaitOtherStart() throws IOException {
        Path file = path.resolve("run").resolve("start.lock");
        if (Files.isWritable(file)) {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.lock().release();
            }
        }
    }

    /// The server that runs here. A file whose process is gone says nothing.
    public Optional<ServerAddress> running() {
        try {
            JsonNode file = Json.parse(Files.readString(path.resolve("server.json")));
            if (!lives(file)) {
                return Optional.empty();
            }
            URI url = URI.create(file.path("url").asText());
            return Optional.of(new ServerAddress(url, token(), true));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A process that began after the file was written got the number of one that is gone.
    private static boolean lives(JsonNode file) {
        Optional<ProcessHandle> process = LivingProcess.of(file.path("pid").asLong());
        if (process.isEmpty()) {
            return false;
        }
        Optional<Instant> begun = process.get().info().startInstant();
        return begun.isEmpty() || !begun.get().minusSeconds(2).isAfter(written(file, begun.get()));
    }

    private static Instant written(JsonNode file, Instant otherwise) {
        try {
            return OffsetDateTime.parse(file.path("started_at").asText()).toInstant();
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }

    Optional<String> token() throws IOException {
        Path file = path.resolve("token");
        return Files.isReadable(file)
                ? Optional.of(Files.readString(file).strip())
                : Optional.empty();
    }
}
