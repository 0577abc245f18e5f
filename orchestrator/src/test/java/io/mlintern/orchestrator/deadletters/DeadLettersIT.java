package io.mlintern.orchestrator.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.kafka.TopicsAdmin;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.protocol.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeadLettersIT {
    private static final int PARTITION = 1;

    private KafkaSettings settings;
    private KafkaClients clients;
    private Producer<String, byte[]> producer;
    private DeadLetterLog log;

    @BeforeEach
    void freshInstallation(TestInfo test) throws Exception {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        settings = new KafkaSettings(TestKafka.bootstrap(), prefix, 2, "one");
        clients = new KafkaClients(settings);
        try (var admin = clients.admin("admin")) {
            new TopicsAdmin(admin, settings).ensure();
        }
        producer = clients.producer("producer");
        log = new DeadLetterLog(clients);
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void theNewestAreListedWithTheirPlaceAndReasonButWithoutTheirPayload() throws Exception {
        putAside(Topics.OPERATIONS, "first", "no JSON");
        putAside(Topics.TOOL_RESULTS, "second", "unknown type");

        var listed = log.newest(Optional.empty(), 10);

        assertThat(listed).extracting(DeadLetter::key).containsExactly(key("second"), key("first"));
        assertThat(listed.getLast().id())
                .isEqualTo(new LetterId(Topics.OPERATIONS, PARTITION, 0))
                .hasToString("operations:1:0");
        assertThat(listed.getLast().source()).isEqualTo("1:0");
        assertThat(listed.getLast().reason()).isEqualTo("no JSON");
        assertThat(listed.getLast().type()).contains("io.mlintern.test.v1");
        assertThat(log.newest(Optional.of(Topics.OPERATIONS), 10)).hasSize(1);
        assertThat(log.newest(Optional.empty(), 1))
                .extracting(DeadLetter::key)
                .containsExactly(key("second"));
    }

    @Test
    void aDeadLetterIsSentAgainAsItWasToItsOwnPartitionAndOnlyOnce() throws Exception {
        putAside(Topics.OPERATIONS, "again", "the step failed");

        assertThat(results("operations:1:0")).containsExactly(Replayed.Result.REPLAYED);
        assertThat(results("operations:1:0")).containsExactly(Replayed.Result.ALREADY_REPLAYED);

        var records = read(Topics.OPERATIONS);
        assertThat(records).hasSize(2);
        var again = records.getLast();
        assertThat(again.key()).isEqualTo("again");
        assertThat(again.value()).isEqualTo("again".getBytes(UTF_8));
        assertThat(Records.texts(again.headers()))
                .containsExactlyEntriesOf(Map.of("ce_type", "io.mlintern.test.v1"));
        assertThat(log.newest(Optional.empty(), 10))
                .extracting(DeadLetter::replayed)
                .containsExactly(true);
    }

    @Test
    void twoReplaysAtOnceSendItOnce() throws Exception {
        putAside(Topics.OPERATIONS, "once", "the step failed");
        Callable<List<Replayed>> replay = () -> log.replay(List.of("operations:1:0"));

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var running : threads.invokeAll(List.of(replay, replay, replay, replay))) {
                try {
                    running.get();
                } catch (ExecutionException fenced) {
                    assertThat(fenced).hasCauseInstanceOf(KafkaException.class);
                }
            }
        }
        results("operations:1:0");

        assertThat(read(Topics.OPERATIONS)).hasSize(2);
    }

    @Test
    void whatIsNoDeadLetterIsSaidAndStopsNoOther() throws Exception {
        putAside(Topics.OPERATIONS, "good", "the step failed");

        assertThat(
                        results(
                                "nonsense",
                                "operations:1:99",
                                "operations:77:0",
                                "nowhere:0:0",
                                "operations:1:0"))
                .containsExactly(
                        Replayed.Result.UNKNOWN,
                        Replayed.Result.UNKNOWN,
                        Replayed.Result.UNKNOWN,
                        Replayed.Result.UNKNOWN,
                        Replayed.Result.REPLAYED);
    }

    @Test
    void oneThatWasTooLargeIsReadAtItsPlaceWhileThatIsKept() throws Exception {
        var place = producer.send(record(Topics.OPERATIONS, "large")).get();
        putPlaceAside(place.offset());
        putPlaceAside(place.offset() + 100);

        assertThat(results("operations:1:0", "operations:1:1"))
                .containsExactly(Replayed.Result.REPLAYED, Replayed.Result.GONE);

        assertThat(read(Topics.OPERATIONS))
                .extracting(ConsumerRecord::key)
                .containsExactly("large", "large");
    }

    private List<Replayed.Result> results(String... ids) {
        return log.replay(List.of(ids)).stream().map(Replayed::result).toList();
    }

    private static Optional<String> key(String key) {
        return Optional.of(key);
    }

    private void putAside(Topics topic, String text, String reason) throws Exception {
        var at = producer.send(record(topic, text)).get();
        var read = read(topic).getLast();
        assertThat(read.offset()).isEqualTo(at.offset());
        new DeadLetters(producer).put(read, reason).get();
    }

    private void putPlaceAside(long offset) throws Exception {
        var headers = new RecordHeaders();
        DeadLetters.describe(
                headers, settings.topic(Topics.OPERATIONS), PARTITION, offset, "too large");
        String letters = Topics.OPERATIONS.deadLetters(settings.prefix());
        producer.send(
                        new ProducerRecord<>(
                                letters, PARTITION, (String) null, (byte[]) null, headers))
                .get();
    }

    private ProducerRecord<String, byte[]> record(Topics topic, String text) {
        var record =
                new ProducerRecord<>(settings.topic(topic), PARTITION, text, text.getBytes(UTF_8));
        record.headers().add("ce_type", "io.mlintern.test.v1".getBytes(UTF_8));
        return record;
    }

    private List<ConsumerRecord<String, byte[]>> read(Topics topic) {
        var partition = new TopicPartition(settings.topic(topic), PARTITION);
        var scan = new LetterScan(clients);
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        IntStream.range(0, 10).forEach(offset -> scan.at(partition, offset).ifPresent(found::add));
        return found;
    }
}
