package io.mlintern.orchestrator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.runs.Runs;
import io.mlintern.kit.runs.RunsConfig;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.orchestrator.model.gateway.FakeGateway;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.ModelResult.ModelSettled;
import io.mlintern.protocol.ModelResult.ModelStarted;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/// A model runner with a real broker and database, topics of its own, and a gateway that does what the test says.
final class RunnerScene implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTITIONS = 2;

    final FakeGateway gateway = new FakeGateway();
    private final String prefix = "t" + UUID.randomUUID() + ".";
    private final DatabaseConfig database = TestPostgres.emptySchema("model_runner");
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                    Map.of("bootstrap.servers", TestKafka.bootstrap()),
                    new StringSerializer(),
                    new ByteArraySerializer());
    final AtomicInteger unreadable = new AtomicInteger();
    private final Map<String, Integer> written = new HashMap<>();
    private final AtomicLong deletedUnread = new AtomicLong();
    private Optional<ModelRunner> runner = Optional.empty();
    private Optional<Runs> runs = Optional.empty();

    RunnerScene() {
        create(Topics.EVENTS);
    }

    RunnerScene withResults() {
        create(Topics.MODEL_RESULTS);
        return this;
    }

    void create(Topics topic) {
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", TestKafka.bootstrap()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(
                                            topic.name(prefix),
                                            Optional.of(PARTITIONS),
                                            Optional.empty())))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    RunnerScene start() {
        return start((_, _, _) -> List.of());
    }

    RunnerScene start(FactSource catalog) {
        var opened = Runs.open(database, RunsConfig.impatient("runner-1"));
        runs = Optional.of(opened);
        runner =
                Optional.of(
                        ModelRunner.start(
                                new ModelRunnerConfig(
                                        TestKafka.bootstrap(),
                                        prefix,
                                        "runner-1",
                                        8,
                                        Duration.ofMillis(200),
                                        0.01,
                                        1_000_000),
                                new ModelRunner.Surroundings(
                                        opened,
                                        catalog,
                                        gateway::address,
                                        () -> "token",
                                        new PassedOver(
                                                unreadable::incrementAndGet,
                                                deletedUnread::addAndGet))));
        Awaitility.await().atMost(PATIENCE).until(runner.get()::isReady);
        return this;
    }

    void stop() {
        runner.ifPresent(ModelRunner::close);
        runs.ifPresent(Runs::close);
        runner = Optional.empty();
        runs = Optional.empty();
    }

    /// As after a week away: everything that is on `events` now is deleted.
    void deleteEvents() {
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", TestKafka.bootstrap()))) {
            var all = new HashMap<TopicPartition, RecordsToDelete>();
            for (int number = 0; number < PARTITIONS; number++) {
                // -1 is Kafka's word for the end.
                all.put(
                        new TopicPartition(Topics.EVENTS.name(prefix), number),
                        RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    long deletedUnread() {
        return deletedUnread.get();
    }

    /// Sends what the session has more than the last time.
    void send(Facts facts) {
        int from = written.getOrDefault(facts.session.value(), 0);
        var all = facts.all();
        all.subList(from, all.size()).forEach(this::send);
        producer.flush();
        skip(facts);
    }

    /// As if these had been sent long ago and deleted.
    void skip(Facts facts) {
        written.put(facts.session.value(), facts.all().size());
    }

    private void send(SessionEvent event) {
        var wire =
                Codec.write(
                        Envelope.of(
                                UUID.randomUUID().toString(),
                                "orchestrator",
                                event.time(),
                                new Actor("local", "ada"),
                                event));
        var sent = new ProducerRecord<>(Topics.EVENTS.name(prefix), wire.key(), wire.value());
        wire.headers()
                .forEach(
                        (name, value) ->
                                sent.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        var _ = producer.send(sent);
    }

    /// A record of another writer.
    void sendRaw(String key, Map<String, String> headers, String value) {
        var sent =
                new ProducerRecord<>(
                        Topics.EVENTS.name(prefix), key, value.getBytes(StandardCharsets.UTF_8));
        headers.forEach(
                (name, text) -> sent.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        var _ = producer.send(sent);
    }

    ModelSettled settled(CallId call) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> allSettled(call), all -> !all.isEmpty())
                .getFirst();
    }

    List<ModelSettled> allSettled(CallId call) {
        return read(Topics.MODEL_RESULTS).stream()
                .filter(ModelSettled.class::isInstance)
                .map(ModelSettled.class::cast)
                .filter(settled -> settled.callId().equals(call))
                .toList();
    }

    void awaitStarted(CallId call) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () ->
                                read(Topics.MODEL_RESULTS).stream()
                                        .anyMatch(it -> isStartOf(it, call)));
    }

    private static boolean isStartOf(Message message, CallId call) {
        return message instanceof ModelStarted started && started.callId().equals(call);
    }

    List<Signal.AssistantChunk> chunks(CallId call) {
        return signals().stream()
                .filter(Signal.AssistantChunk.class::isInstance)
                .map(Signal.AssistantChunk.class::cast)
                .filter(chunk -> chunk.callId().equals(call))
                .toList();
    }

    List<String> notices() {
        return signals().stream()
                .filter(Signal.ToolLog.class::isInstance)
                .map(signal -> ((Signal.ToolLog) signal).log())
                .toList();
    }

    private List<Signal> signals() {
        return read(Topics.EVENTS).stream()
                .map(message -> ((SessionEvent) message).data())
                .filter(Signal.class::isInstance)
                .map(Signal.class::cast)
                .toList();
    }

    /// Everything that is on the topic by now.
    private List<Message> read(Topics topic) {
        var found = new ArrayList<Message>();
        try (var reader =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                TestKafka.bootstrap(),
                                "isolation.level",
                                "read_committed",
                                "enable.auto.commit",
                                false),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            var partitions =
                    List.of(
                            new TopicPartition(topic.name(prefix), 0),
                            new TopicPartition(topic.name(prefix), 1));
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> reader.position(it) < ends.get(it))) {
                for (var sent : reader.poll(Duration.ofMillis(100))) {
                    found.add(message(sent));
                }
            }
        }
        return found;
    }

    private static Message message(ConsumerRecord<String, byte[]> sent) {
        var headers = new HashMap<String, String>();
        sent.headers()
                .forEach(
                        it ->
                                headers.put(
                                        it.key(), new String(it.value(), StandardCharsets.UTF_8)));
        try {
            return Codec.read(headers, sent.value()).message();
        } catch (UnreadableRecord e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until the run's row says so.
    void awaitRow(CallId call, String condition) {
        Awaitility.await().atMost(PATIENCE).until(() -> rowIs(call, condition));
    }

    private boolean rowIs(CallId call, String condition) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var statement =
                        connection.prepareStatement(
                                "SELECT count(*) FROM model_runner.run WHERE call_id = ? AND "
                                        + condition)) {
            statement.setString(1, call.value());
            var rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            return rows.getInt(1) == 1;
        }
    }

    @Override
    public void close() {
        stop();
        producer.close();
        gateway.close();
    }
}
