package io.mlintern.kit.kafka;

import io.mlintern.protocol.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates what the catalogue [Topics] names, and refuses an installation that does not fit it.
///
/// Creating is idempotent: several services may do it at once, and one that dies in the middle is finished by the next.
public final class TopicsAdmin {
    /// How long a dead worker keeps a call that it had not claimed.
    private static final Duration RECORD_LOCK = Duration.ofSeconds(15);

    private final Admin admin;
    private final KafkaSettings settings;

    public TopicsAdmin(Admin admin, KafkaSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /// Makes every topic, with its dead letters, that does not exist yet.
    ///
    /// @throws IllegalStateException where a topic by session has another number of partitions than configured
    public void ensure() throws InterruptedException, ExecutionException {
        var existing = admin.listTopics().names().get();
        List<NewTopic> missing =
                Arrays.stream(Topics.values())
                        .flatMap(topic -> List.of(topic(topic), deadLetters(topic)).stream())
                        .filter(topic -> !existing.contains(topic.name()))
                        .toList();
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        check();
    }

    /// Settings of the share group by which tool calls are handed out: they are the group's, not its members'.
    public void ensureShareGroup(String group) throws InterruptedException, ExecutionException {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, settings.group(group));
        List<AlterConfigOp> changes = new ArrayList<>();
        changes.add(set("share.auto.offset.reset", "earliest"));
        changes.add(set("share.isolation.level", "read_committed"));
        changes.add(set("share.record.lock.duration.ms", Long.toString(RECORD_LOCK.toMillis())));
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private void check() throws InterruptedException, ExecutionException {
        List<String> names = Topics.bySession().stream().map(settings::topic).toList();
        Map<String, TopicDescription> found = admin.describeTopics(names).allTopicNames().get();
        for (TopicDescription topic : found.values()) {
            if (topic.partitions().size() != settings.partitions()) {
                throw new IllegalStateException(
                        "topic %s has %d partitions, mlintern.partitions says %d: the number cannot change once sessions exist"
                                .formatted(
                                        topic.name(),
                                        topic.partitions().size(),
                                        settings.partitions()));
            }
        }
    }

    private NewTopic topic(Topics topic) {
        Map<String, String> config = new HashMap<>();
        config.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.MAX_MESSAGE_BYTES));
        topic.retention()
                .ifPresentOrElse(
                        retention ->
                                config.put(
                                        TopicConfig.RETENTION_MS_CONFIG,
                                        Long.toString(retention.toMillis())),
                        () -> config.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact"));
        return create(settings.topic(topic), topic.partitions(settings.partitions()), config);
    }

    /// As many partitions as the source: some clients keep a record's partition number.
    private NewTopic deadLetters(Topics topic) {
        return create(
                topic.deadLetters(settings.prefix()),
                topic.partitions(settings.partitions()),
                Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(Topics.MAX_MESSAGE_BYTES),
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(Topics.DEAD_LETTER_RETENTION.toMillis())));
    }

    private static NewTopic create(String name, int partitions, Map<String, String> config) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
    }
}
