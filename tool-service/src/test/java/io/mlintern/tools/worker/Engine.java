package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.kafka.TopicsAdmin;
import io.mlintern.policy.Policy;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CancelCall;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.PolicyRecord;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolName;
import io.mlintern.protocol.ToolResult;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

import static org.awaitility.Awaitility.await;

/// The other side of the topics in a test: hands out calls, publishes policies, sees what comes back.
final class Engine implements AutoCloseable {
    static final Actor USER = new Actor("local", "ada");

    private final KafkaClients clients;
    private final Producer<String, byte[]> producer;
    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> reader;
    private final List<ConsumerRecord<String, byte[]>> seen = new CopyOnWriteArrayList<>();
    private final SessionId session = SessionId.random(new Random());
    private final Path workspace;
    private String policyVersion = "none";
    private int calls;

    Engine(KafkaClients clients, Path workspace) throws Exception {
        this.clients = clients;
        this.workspace = workspace;
        try (var admin = clients.admin("test")) {
            new TopicsAdmin(admin, clients.settings()).ensure();
        }
        producer = clients.producer("test-engine");
        reader = clients.reader("test-engine");
        reader.assign(partitions());
        reader.seekToBeginning(reader.assignment());
        Thread.ofPlatform().name("test-engine").start(this::read);
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> all = new ArrayList<>();
        for (var topic : List.of(Topics.TOOL_RESULTS, Topics.EVENTS, Topics.TOOL_CATALOG)) {
            for (PartitionInfo info : reader.partitionsFor(clients.settings().topic(topic))) {
                all.add(new TopicPartition(info.topic(), info.partition()));
            }
        }
        String dead = Topics.TOOL_CALLS.deadLetters(clients.settings().prefix());
        reader.partitionsFor(dead)
                .forEach(info -> all.add(new TopicPartition(dead, info.partition())));
        return all;
    }

    private void read() {
        try (reader) {
            while (!Thread.currentThread().isInterrupted()) {
                reader.poll(Duration.ofMillis(100)).forEach(seen::add);
            }
        } catch (WakeupException _) {
            // closed
        }
    }

    /// From now on calls say that they were judged by this version.
    void judgesBy(String version) {
        policyVersion = version;
    }

    String policyVersion() {
        return policyVersion;
    }

    void policy(String source) {
        Policy policy = compiled(source);
        policyVersion = policy.version();
        send(Topics.POLICIES, new PolicyRecord.Policy(policy.id(), policy.version(), source, true));
    }

    private static Policy compiled(String source) {
        try {
            return Policy.compile(source);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    CallId next() {
        return CallId.ofTool(session, 1, 1, calls++);
    }

    CallId call(String tool, Map<String, ?> arguments) {
        return call(next(), tool, arguments);
    }

    CallId call(CallId id, String tool, Map<String, ?> arguments) {
        send(
                Topics.TOOL_CALLS,
                new ToolCall(
                        id,
                        session,
                        1,
                        new ToolName(tool),
                        JsonObject.of(arguments),
                        new Workspace(Workspace.Kind.LOCAL, Optional.of(workspace.toString())),
                        USER.user(),
                        true,
                        policyVersion,
                        Optional.empty()));
        return id;
    }

    void cancel(CallId id) {
        send(Topics.TOOL_CANCELLATIONS, new CancelCall(id, session));
    }

    void garbage() {
        String topic = clients.settings().topic(Topics.TOOL_CALLS);
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                topic, "x", "no call".getBytes(StandardCharsets.UTF_8)));
        producer.flush();
    }

    private void send(Topics topic, Message message) {
        var envelope = Envelope.of("t-" + message.key(), "test", Instant.now(), USER, message);
        var _ = producer.send(Records.write(clients.settings().topic(topic), envelope));
        producer.flush();
    }

    CallOutcome outcome(CallId call) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !settled(call).isEmpty());
        return settled(call).getFirst();
    }

    List<CallOutcome> settled(CallId call) {
        return messages().stream()
                .flatMap(
                        message ->
                                message instanceof ToolResult.ToolSettled done
                                                && done.callId().equals(call)
                                        ? Optional.of(done.outcome()).stream()
                                        : Optional.<CallOutcome>empty().stream())
                .toList();
    }

    List<Message> messages() {
        return seen.stream()
                .filter(kafka -> kafka.value() != null && !kafka.topic().endsWith(".dlq"))
                .map(Engine::message)
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> records(String topicSuffix) {
        return seen.stream().filter(kafka -> kafka.topic().endsWith(topicSuffix)).toList();
    }

    private static Message message(ConsumerRecord<String, byte[]> kafka) {
        try {
            return Records.read(kafka).message();
        } catch (UnreadableRecord e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        reader.wakeup();
        producer.close();
    }
}
