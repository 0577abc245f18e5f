package io.mlintern.kit.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.kit.testing.TestServer;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChannelsIT {
    private static final KafkaClients CLIENTS =
            new KafkaClients(new KafkaSettings(TestKafka.bootstrap(), "channels.", 1, "test"));
    private static TestServer server;

    @ApplicationScoped
    public static class Shouter {
        @Incoming("kit-said")
        @Outgoing("kit-shouted")
        @Blocking(value = VirtualWorkers.NAME, ordered = false)
        public String shout(String said) {
            return said + (Thread.currentThread().isVirtual() ? "!" : "?");
        }
    }

    @BeforeAll
    static void start() throws Exception {
        try (var admin = CLIENTS.admin("admin")) {
            var topics =
                    List.of(
                            new NewTopic("channels.said", Optional.of(1), Optional.empty()),
                            new NewTopic("channels.shouted", Optional.of(1), Optional.empty()));
            admin.createTopics(topics).all().get();
        }
        server = TestServer.start(settings(), Shouter.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatComesInGoesOutOverVirtualThreads() throws Exception {
        try (var producer = CLIENTS.producer("producer");
                var reader = CLIENTS.reader("reader")) {
            var partition = new TopicPartition("channels.shouted", 0);
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));

            producer.send(new ProducerRecord<>("channels.said", "k", bytes("hello"))).get();

            List<String> shouted = new ArrayList<>();
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                reader.poll(Duration.ofMillis(100))
                                        .forEach(record -> shouted.add(text(record.value())));
                                return shouted.contains("hello!");
                            });
            assertThat(shouted).containsExactly("hello!");
        }
    }

    @Test
    void healthShowsTheChannels() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            var ready = server.get("/health/ready");
                            assertThat(ready.statusCode()).isEqualTo(200);
                            assertThat(ready.body()).contains("kit-said", "kit-shouted");
                        });
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        channel(settings, "mp.messaging.incoming.kit-said.", "channels.said");
        settings.put("mp.messaging.incoming.kit-said.group.id", "channels.shouters");
        settings.put("mp.messaging.incoming.kit-said.auto.offset.reset", "earliest");
        settings.put("mp.messaging.incoming.kit-said.poll-timeout", "100");
        settings.put(
                "mp.messaging.incoming.kit-said.value.deserializer",
                "org.apache.kafka.common.serialization.StringDeserializer");
        channel(settings, "mp.messaging.outgoing.kit-shouted.", "channels.shouted");
        settings.put(
                "mp.messaging.outgoing.kit-shouted.value.serializer",
                "org.apache.kafka.common.serialization.StringSerializer");
        return settings;
    }

    private static void channel(Map<String, String> settings, String prefix, String topic) {
        settings.put(prefix + "connector", "smallrye-kafka");
        settings.put(prefix + "bootstrap.servers", TestKafka.bootstrap());
        settings.put(prefix + "topic", topic);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
