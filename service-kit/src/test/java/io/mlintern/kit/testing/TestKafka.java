package io.mlintern.kit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.kafka.KafkaContainer;

/// A real Kafka broker for the tests of a module: started once per run, ended with the JVM.
///
/// `-Dmlintern.test.kafka=embedded|testcontainers|auto` says which; `auto`, the default, takes Testcontainers when Docker
/// answers and has the image or can get it, and otherwise the broker in this JVM. The run prints its choice.
public final class TestKafka {
    private static final String SWITCH = "mlintern.test.kafka";
    private static final String IMAGE = "apache/kafka:4.3.1";

    private TestKafka() {}

    /// `host:port` of the running broker.
    public static String bootstrap() {
        return Running.BOOTSTRAP;
    }

    /// What the broker runs with, but for its addresses: groups form at once, transactions of dead producers end soon.
    static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.retention.minutes", "2147483647");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "2");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.share.heartbeat.interval.ms", "1000");
        settings.put("group.share.min.heartbeat.interval.ms", "1000");
        settings.put("group.share.assignment.interval.ms", "0");
        settings.put("group.share.min.session.timeout.ms", "6000");
        settings.put("group.share.session.timeout.ms", "6000");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("add.partitions.to.txn.retry.backoff.ms", "2");
        settings.put("add.partitions.to.txn.retry.backoff.max.ms", "10");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("log.cleaner.threads", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        return settings;
    }

    private static final class Running {
        static final String BOOTSTRAP = start();

        private static String start() {
            return switch (System.getProperty(SWITCH, "auto")) {
                case "embedded" -> inThisJvm("");
                case "testcontainers" -> inContainer();
                case "auto" ->
                        DockerImage.isAtHand(IMAGE) ? inContainerIfItStarts() : inThisJvm("");
                case String other ->
                        throw new IllegalArgumentException(
                                SWITCH + " is embedded, testcontainers or auto, not " + other);
            };
        }

        /// Docker may have this image and still not what Testcontainers wants beside it.
        private static String inContainerIfItStarts() {
            try {
                return inContainer();
            } catch (ContainerLaunchException | ContainerFetchException e) {
                return inThisJvm(", as Testcontainers could not start one: " + e.getMessage());
            }
        }

        /// To the run's own output, not to the file that a test's output is kept in.
        @SuppressWarnings("resource") // closing it would close the process's standard error
        private static void say(String line) {
            var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
            err.println(line);
        }

        private static String inThisJvm(String reason) {
            say("test broker: embedded" + reason);
            var broker = EmbeddedBroker.start(settings());
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close test broker"));
            return broker.bootstrap();
        }

        // Stopped by Testcontainers when this JVM ends.
        @SuppressWarnings("resource")
        private static String inContainer() {
            say("test broker: Testcontainers " + IMAGE);
            var container = new KafkaContainer(IMAGE);
            settings()
                    .forEach(
                            (key, value) ->
                                    container.addEnv(
                                            "KAFKA_"
                                                    + key.replace('.', '_')
                                                            .toUpperCase(Locale.ROOT),
                                            value));
            container.start();
            return container.getBootstrapServers().replaceFirst("^PLAINTEXT://", "");
        }
    }
}
