package io.mlintern.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.testing.TestKafka;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.PolicyRecord.Policy;
import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class KafkaIT {
    /// As much as fits into one record without headers.
    private static final int LARGEST = Topics.MAX_MESSAGE_BYTES - 100;

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");
    private static final Actor ACTOR = new Actor("local", "ada");

    private KafkaSettings settings;
    private KafkaClients clients;
    private Admin admin;
    private TopicsAdmin topics;
    private Producer<String, byte[]> producer;

    @BeforeEach
    void freshInstallation(TestInfo test) throws Exception {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        settings = new KafkaSettings(TestKafka.bootstrap(), prefix, 2, "one");
        clients = new KafkaClients(settings);
        admin = clients.admin("admin");
        producer = clients.producer("producer");
        topics = new TopicsAdmin(admin, settings);
        topics.ensure();
    }

    @AfterEach
    void close() {
        producer.close();
        admin.close();
    }

    @Test
    void theTopicsAreThoseOfTheCatalogue() throws Exception {
        topics.ensure();

        var names = admin.listTopics().names().get();
        for (Topics topic : Topics.values()) {
            assertThat(names).contains(settings.topic(topic), topic.deadLetters(settings.prefix()));
        }
        String events = settings.topic(Topics.EVENTS);
        var described = admin.describeTopics(List.of(events)).allTopicNames().get();
        assertThat(described.get(events).partitions()).hasSize(2);
        assertThat(config(events, "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));
        assertThat(config(settings.topic(Topics.POLICIES), "cleanup.policy")).isEqualTo("compact");
    }

    @Test
    void anotherNumberOfPartitionsIsRefused() {
        var other = new KafkaSettings(settings.bootstrap(), settings.prefix(), 3, "one");

        assertThatThrownBy(() -> new TopicsAdmin(admin, other).ensure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has 2 partitions, mlintern.partitions says 3");
    }

    @Test
    void aBrokerThatForgetsOffsetsBeforeRecordsIsRefused() throws Exception {
        var broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        var configured = admin.describeConfigs(List.of(broker)).all().get().get(broker);
        assertThat(configured.get("offsets.retention.minutes").value()).isEqualTo("2147483647");

        topics.checkOffsetRetention();

        assertThatThrownBy(() -> TopicsAdmin.checkOffsetRetention(Duration.ofDays(7)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("offsets.retention.minutes");
    }

    @Test
    void aShareGroupBeginsAtTheFirstRecordAndSeesOnlyWhatIsCommitted() throws Exception {
        topics.ensureShareGroup("tool-workers");

        var group = new ConfigResource(ConfigResource.Type.GROUP, settings.group("tool-workers"));
        var config = admin.describeConfigs(List.of(group)).all().get().get(group);
        assertThat(config.get("share.auto.offset.reset").value()).isEqualTo("earliest");
        assertThat(config.get("share.isolation.level").value()).isEqualTo("read_committed");
        assertThat(config.get("share.record.lock.duration.ms").value()).isEqualTo("15000");
    }

    @Test
    void anEnvelopeTravelsWithItsHeaders() throws Exception {
        var sent = envelope(policy("a", "v1"));

        producer.send(Records.write(settings.topic(Topics.POLICIES), sent)).get();

        var record = first(settings.topic(Topics.POLICIES));
        assertThat(Records.read(record)).isEqualTo(sent);
        assertThat(record.key()).isEqualTo("policy:a");
        assertThat(record.timestamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(Records.texts(record.headers()))
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "io.mlintern.policy.policy.v1")
                .containsEntry("ce_tenant", "local")
                .containsEntry("content-type", "application/json");
    }

    @Test
    void aTableHasWhatWasThereAndFollowsIt() throws Exception {
        send(policy("a", "v1"), policy("b", "v1"), policy("a", "v2"));
        try (var table = CompactedTable.follow(clients, Topics.POLICIES, Policy.class)) {
            assertThat(table.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThat(table.rows()).containsExactly(policy("b", "v1"), policy("a", "v2"));

            producer.send(new ProducerRecord<>(settings.topic(Topics.POLICIES), "policy:b", null))
                    .get();
            send(policy("c", "v1"));

            await().until(() -> table.rows().equals(List.of(policy("a", "v2"), policy("c", "v1"))));
        }
    }

    @Test
    void aTableIsReadyWithoutRowsWhereThereAreNone() throws Exception {
        try (var table = CompactedTable.follow(clients, Topics.POLICIES, Policy.class)) {
            assertThat(table.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThat(table.rows()).isEmpty();
        }
    }

    @Test
    void whatCannotBeReadLeavesTheRowBeforeIt() throws Exception {
        send(policy("a", "v1"));
        producer.send(
                        new ProducerRecord<>(
                                settings.topic(Topics.POLICIES), "policy:a", bytes("garbage")))
                .get();
        try (var table = CompactedTable.follow(clients, Topics.POLICIES, Policy.class)) {
            assertThat(table.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThat(table.rows()).containsExactly(policy("a", "v1"));
        }
    }

    @Test
    void aDeadLetterIsTheRecordAsItWasAndWhereItStood() throws Exception {
        String source = settings.topic(Topics.TOOL_CALLS);
        var bad = new ProducerRecord<>(source, 0, "key", bytes("garbage"));
        bad.headers().add("own", bytes("header"));
        producer.send(bad).get();

        var letters = new DeadLetters(producer);
        letters.put(first(source), "no type").get();

        assertThat(letters.count()).isEqualTo(1);
        var dead = first(source + Topics.DEAD_LETTER_SUFFIX);
        assertThat(dead.key()).isEqualTo("key");
        assertThat(dead.value()).isEqualTo(bytes("garbage"));
        assertThat(Records.texts(dead.headers()))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "own", "header",
                                "dlq_topic", source,
                                "dlq_partition", "0",
                                "dlq_offset", "0",
                                "dlq_reason", "no type"));
    }

    @Test
    void aRecordThatIsTooLargeForItsDeadLetterIsLeftAtItsPlace() throws Exception {
        String source = settings.topic(Topics.TOOL_CALLS);
        producer.send(new ProducerRecord<>(source, 0, "key", new byte[LARGEST])).get();

        new DeadLetters(producer).put(first(source), "no type").get();

        var dead = first(source + Topics.DEAD_LETTER_SUFFIX);
        assertThat(dead.value()).isNull();
        assertThat(Records.texts(dead.headers()))
                .containsEntry("dlq_offset", "0")
                .containsEntry("dlq_reason", "left at its place, too large: no type");
    }

    @Test
    void aPositionBeforeTheLogsStartMovesToItAndOneBehindItsEndStaysAnError() throws Exception {
        String topic = settings.topic(Topics.OPERATIONS);
        for (int i = 0; i < 3; i++) {
            producer.send(new ProducerRecord<>(topic, 0, "key", bytes("record " + i))).get();
        }
        var partition = new TopicPartition(topic, 0);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2))).all().get();
        try (Consumer<String, byte[]> reader = clients.reader("reader")) {
            reader.assign(List.of(partition));
            reader.seek(partition, 0);
            var outside = outOfRange(reader);
            assertThat(LogStart.goOn(reader, outside)).isEqualTo(2);
            assertThat(reader.position(partition)).isEqualTo(2);

            reader.seek(partition, 100);
            var behind = outOfRange(reader);
            assertThatThrownBy(() -> LogStart.goOn(reader, behind)).isSameAs(behind);
            assertThat(reader.position(partition)).isEqualTo(100);
        }
    }

    private static OffsetOutOfRangeException outOfRange(Consumer<String, byte[]> reader) {
        return await().until(
                        () -> {
                            try {
                                reader.poll(Duration.ofMillis(100));
                                return null;
                            } catch (OffsetOutOfRangeException e) {
                                return e;
                            }
                        },
                        Objects::nonNull);
    }

    private void send(Policy... policies) throws Exception {
        for (var policy : policies) {
            producer.send(Records.write(settings.topic(Topics.POLICIES), envelope(policy))).get();
        }
    }

    private static Policy policy(String id, String version) {
        return new Policy(id, version, "source", false);
    }

    private static Envelope<Message> envelope(Message message) {
        return Envelope.of("id", "kit", NOW, ACTOR, message);
    }

    private ConsumerRecord<String, byte[]> first(String topic) throws Exception {
        try (Consumer<String, byte[]> reader = clients.reader("reader")) {
            var partitions =
                    reader.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var found = new ArrayList<ConsumerRecord<String, byte[]>>();
            await().until(
                            () -> {
                                reader.poll(Duration.ofMillis(100)).forEach(found::add);
                                return !found.isEmpty();
                            });
            return found.getFirst();
        }
    }

    private String config(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(name).value();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
