package io.mlintern.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the broker in the middle of transactions and starts it again at once: what was committed is read, once and in order.
class BrokerKillIT {
    private static final int PARTITIONS = 4;
    private static final int KILLS = 3;
    private static final String TOPIC = "facts";

    @TempDir Path home;

    @Test
    void committedRecordsAreReadOnceAfterEachKill() throws Exception {
        DataFolder folder = new DataFolder(home).create();
        Ports ports = Ports.of(folder);
        int port = ports.earlierOrFree("kafka");
        int controllerPort = ports.earlierOrFree("kafka-controller");
        String bootstrap = "127.0.0.1:" + port;
        BrokerProcess broker = BrokerProcess.start(folder.kafka(), port, controllerPort);
        try (TransactionLoad load = new TransactionLoad(bootstrap, TOPIC, PARTITIONS)) {
            createTopic(bootstrap);
            load.start();
            for (int kill = 0; kill < KILLS; kill++) {
                load.awaitCommits(load.committed() + 50);
                broker.kill();
                broker = BrokerProcess.start(folder.kafka(), port, controllerPort);
            }
            load.awaitCommits(load.committed() + 50);
            load.stop();

            assertThat(read(bootstrap, load.committed()))
                    .isEqualTo(
                            IntStream.range(0, load.committed())
                                    .mapToObj(Integer::toString)
                                    .toList());
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                assertThat(new HangingTransactions(admin).find()).isEmpty();
            }
        } finally {
            broker.kill();
        }
    }

    private static void createTopic(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
        }
    }

    /// Every transaction writes its number to all partitions; partition 0 is read.
    private static List<String> read(String bootstrap, int expected) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TopicPartition one = new TopicPartition(TOPIC, partition);
                values.clear();
                consumer.assign(List.of(one));
                consumer.seekToBeginning(List.of(one));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(
                                () -> {
                                    consumer.poll(Duration.ofMillis(100))
                                            .forEach(r -> values.add(r.value()));
                                    return values.size() >= expected;
                                });
            }
        }
        return List.copyOf(values);
    }
}
