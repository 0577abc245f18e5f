package io.mlintern.orchestrator.engine.streams;

import static org.awaitility.Awaitility.await;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.kafka.TopicsAdmin;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.orchestrator.engine.CallPolicy;
import io.mlintern.orchestrator.engine.Decision;
import io.mlintern.orchestrator.engine.HandedOutCalls;
import io.mlintern.orchestrator.engine.Patience;
import io.mlintern.orchestrator.engine.Phase;
import io.mlintern.orchestrator.engine.SessionContext;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.orchestrator.engine.SystemPromptTemplate;
import io.mlintern.orchestrator.engine.ToolCatalog;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.ToolName;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// An installation on the test broker, played from outside: what API, model runner and tool workers write and read.
final class EngineBroker implements AutoCloseable {
    static final int PARTITIONS = 2;
    static final Actor ADA = new Actor("acme", "ada");

    /// The session whose every call makes policy throw.
    static final String POISON = "poison";

    /// The session whose calls are allowed once, and then make policy throw.
    static final String POISON_LATER = "poison-later";

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final KafkaSettings settings;
    private final KafkaClients clients;
    private final Producer<String, byte[]> producer;
    private int operations;

    EngineBroker(String prefix) throws Exception {
        settings = new KafkaSettings(TestKafka.bootstrap(), prefix, PARTITIONS, "test");
        clients = new KafkaClients(settings);
        try (var admin = clients.admin("topics")) {
            new TopicsAdmin(admin, settings).ensure();
        }
        producer = clients.producer("played");
    }

    KafkaClients clients() {
        return clients;
    }

    String topic(Topics topic) {
        return settings.topic(topic);
    }

    EngineSettings engine(String instance, Path stateDir) {
        return new EngineSettings(
                settings.bootstrap(), settings.prefix(), PARTITIONS, instance, stateDir, 0);
    }

    static SessionContext context(Instant now) {
        return context(now, Patience.DEFAULT);
    }

    static SessionContext context(Instant now, Patience patience) {
        var bash =
                new ToolDescriptor(
                        new ToolName("bash"),
                        "1",
                        "test",
                        1,
                        "bash",
                        JsonObject.EMPTY,
                        Map.of("*", ToolDescriptor.Effect.WRITE),
                        false,
                        false,
                        Duration.ofSeconds(9));
        return new SessionContext(
                now,
                ToolCatalog.of(List.of(bash)),
                (tool, arguments, session) -> {
                    if (session.settings().owner().equals(POISON)) {
                        throw new IllegalStateException("this policy fails");
                    }
                    if (session.settings().owner().equals(POISON_LATER) && isJudgedAgain(session)) {
                        throw new IllegalStateException("this policy fails later");
                    }
                    return new CallPolicy.CallVerdict(
                            CallPolicy.CallVerdict.Kind.ALLOW,
                            "rule",
                            "allowed",
                            "v1",
                            Duration.ZERO,
                            Optional.empty());
                },
                new SystemPromptTemplate("1", "prompt", "attended", "alone"),
                patience,
                HandedOutCalls.NONE);
    }

    private static boolean isJudgedAgain(SessionState session) {
        return session.phase() instanceof Phase.RunningTools running
                && running.pending().stream().anyMatch(call -> call.sentBack() > 0);
    }

    void open(SessionId session, String owner) {
        submit(
                session,
                "open-" + session,
                new Operation.OpenSession(
                        new SessionSettings(
                                owner,
                                new ModelId("script/demo"),
                                Optional.empty(),
                                new Workspace(Workspace.Kind.LOCAL, Optional.of("/w")),
                                30,
                                true,
                                false,
                                Optional.empty())));
    }

    void submit(SessionId session, Operation operation) {
        submit(session, "op-" + session + "-" + operations++, operation);
    }

    void submit(SessionId session, String id, Operation operation) {
        send(Topics.OPERATIONS, new SubmittedOperation(new OperationId(id), session, operation));
    }

    /// Writes a record and waits until it is there.
    void send(Topics topic, Message message) {
        send(Records.write(topic(topic), Envelope.of("id", "test", Instant.now(), ADA, message)));
    }

    void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /// All that is committed on a topic now.
    List<ConsumerRecord<String, byte[]>> all(String topic) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = clients.reader("look")) {
            var partitions =
                    IntStream.range(0, consumer.partitionsFor(topic).size())
                            .mapToObj(number -> new TopicPartition(topic, number))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(place -> consumer.position(place) < ends.get(place))) {
                consumer.poll(Duration.ofMillis(50)).forEach(found::add);
            }
        }
        return found;
    }

    List<SessionEvent> events(SessionId session) {
        return all(topic(Topics.EVENTS)).stream()
                .filter(record -> session.value().equals(record.key()))
                .map(EngineBroker::message)
                .map(SessionEvent.class::cast)
                .toList();
    }

    static Message message(ConsumerRecord<String, byte[]> record) {
        try {
            return Records.read(record).message();
        } catch (UnreadableRecord e) {
            throw new AssertionError("the engine wrote what nobody can read", e);
        }
    }

    /// The names of a session's facts, once the last one is this.
    List<String> factsUntil(SessionId session, String lastName) {
        return await(session + " reaches " + lastName)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> facts(session),
                        names -> !names.isEmpty() && names.getLast().equals(lastName));
    }

    /// The same, once the fact stands there so often.
    List<String> factsUntil(SessionId session, String name, int times) {
        return await(session + " has " + times + " " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> facts(session),
                        names -> names.stream().filter(name::equals).count() == times);
    }

    /// Waits until the catalog is asked for a session.
    void awaitAsked(SessionId session) {
        await(session + " is asked for")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () ->
                                events(session).stream()
                                        .anyMatch(it -> it.kind() == EventKind.LOAD_REQUESTED));
    }

    <F extends Fact> F last(SessionId session, Class<F> kind) {
        return events(session).stream()
                .map(SessionEvent::data)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList()
                .getLast();
    }

    List<String> facts(SessionId session) {
        return events(session).stream()
                .filter(event -> event.seq().isPresent())
                .map(event -> event.kind().wireName())
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> deadLetters(Topics topic, int count) {
        String name = topic.deadLetters(settings.prefix());
        return await(count + " records on " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> all(name), found -> found.size() >= count);
    }

    /// As after a week away: everything that is on these topics now is deleted.
    void delete(List<Topics> topics) throws Exception {
        var all = new HashMap<TopicPartition, RecordsToDelete>();
        for (Topics topic : topics) {
            for (int number = 0; number < PARTITIONS; number++) {
                // -1 is Kafka's word for the end.
                all.put(new TopicPartition(topic(topic), number), RecordsToDelete.beforeOffset(-1));
            }
        }
        try (var admin = clients.admin("delete")) {
            admin.deleteRecords(all).all().get();
        }
    }

    static final class Counts implements EngineMetrics {
        private final AtomicLong deleted = new AtomicLong();
        private final AtomicInteger dropped = new AtomicInteger();

        int dropped() {
            return dropped.get();
        }

        long deletedUnread() {
            return deleted.get();
        }

        @Override
        public void deletedUnread(long offsets) {
            deleted.addAndGet(offsets);
        }

        @Override
        public void stepped() {}

        @Override
        public void dropped(Decision.Dropped reason) {
            dropped.incrementAndGet();
        }

        @Override
        public void replayed() {}

        @Override
        public void parked() {}

        @Override
        public void deadLettered() {}

        @Override
        public void quarantined() {}
    }

    @Override
    public void close() {
        producer.close();
    }
}
