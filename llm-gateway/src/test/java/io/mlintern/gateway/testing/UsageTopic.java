package io.mlintern.gateway.testing;

import static org.awaitility.Awaitility.await;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.kafka.TopicsAdmin;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Topic `llm.usage` of the test broker, read from its beginning.
public final class UsageTopic {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private UsageTopic() {}

    /// One record, and under which key it stands.
    public record Metered(String key, Envelope<?> envelope, UsageRecord usage) {}

    public static KafkaClients clients(String bootstrap) {
        return new KafkaClients(
                new KafkaSettings(
                        bootstrap, "mlintern.", KafkaSettings.DEFAULT_PARTITIONS, "test"));
    }

    /// Makes the topics; returns the broker's address.
    public static String ready() {
        var clients = clients(TestKafka.bootstrap());
        try (var admin = clients.admin("usage-test")) {
            new TopicsAdmin(admin, clients.settings()).ensure();
            return TestKafka.bootstrap();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics cannot be made", e);
        }
    }

    /// The records of a user, when there are that many.
    public static List<Metered> of(String user, int number) {
        return await("usage records of " + user)
                .atMost(WITHIN)
                .until(() -> all(it -> it.usage().user().equals(user)), it -> it.size() >= number);
    }

    public static List<Metered> all(Predicate<Metered> wanted) {
        var clients = clients(TestKafka.bootstrap());
        String topic = clients.settings().topic(Topics.LLM_USAGE);
        try (var reader = clients.reader("usage-test")) {
            var partitions =
                    reader.partitionsFor(topic).stream()
                            .map(it -> new TopicPartition(topic, it.partition()))
                            .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            return toTheEnd(reader).stream().filter(wanted).toList();
        }
    }

    private static List<Metered> toTheEnd(Consumer<String, byte[]> reader) {
        var ends = reader.endOffsets(reader.assignment());
        List<Metered> read = new ArrayList<>();
        while (ends.entrySet().stream()
                .anyMatch(end -> reader.position(end.getKey()) < end.getValue()))
            reader.poll(Duration.ofMillis(100)).forEach(record -> read.add(metered(record)));
        return read;
    }

    private static Metered metered(ConsumerRecord<String, byte[]> record) {
        try {
            var envelope = Records.read(record);
            return new Metered(record.key(), envelope, (UsageRecord) envelope.message());
        } catch (UnreadableRecord e) {
            throw new AssertionError("a record that is none", e);
        }
    }
}
