package io.mlintern.local.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// A real Kafka broker with its controller in this JVM, on loopback only.
public final class EmbeddedBroker implements AutoCloseable {
    private static final String CONTROLLER = "CONTROLLER";

    private final KafkaRaftServer server;
    private final String bootstrap;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrap) {
        this.server = server;
        this.bootstrap = bootstrap;
    }

    /// Starts on a folder, which is formatted at its first use; returns when the broker serves clients.
    public static EmbeddedBroker start(Path folder, int port, int controllerPort)
            throws IOException {
        BrokerCures.verify();
        Properties settings = BrokerSettings.of(folder, port, controllerPort);
        if (!Files.exists(folder.resolve("meta.properties"))) format(folder);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, "127.0.0.1:" + port);
    }

    private static void format(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE)
                    .setControllerListenerName(CONTROLLER)
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(
                    "The Kafka folder " + folder + " could not be formatted", failure);
        }
    }

    public String bootstrap() {
        return bootstrap;
    }

    /// Stops in order: clients are told, logs are flushed, the next start needs no recovery.
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
