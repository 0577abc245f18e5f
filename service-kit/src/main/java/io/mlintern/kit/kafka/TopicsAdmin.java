package io.mlintern.kit.kafka;

import io.mlintern.protocol.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
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
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Creates what the catalogue [Topics] names, and refuses an installation that does not fit it.
///
/// Creating is idempotent: several services may do it at once, and one that dies in the middle is finished by the next.
public final class TopicsAdmin {
    // the lock: how long a dead worker keeps a call that it had not claimed
    private static final Map<String, String> SHARE_GROUP =
            Map.of(
                    "share.auto.offset.reset", "earliest",
                    "share.isolation.level", "read_committed",
                    "share.record.lock.duration.ms", "15000");
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

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

    /// Settings of the share group by which tool calls are handed out: they are the group's, not its members'. When it
    /// returns they hold: a member that joined before would begin at the end of the topic.
    public void ensureShareGroup(String group) throws InterruptedException, ExecutionException {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, settings.group(group));
        var changes =
                SHARE_GROUP.entrySet().stream()
                        .map(setting -> set(setting.getKey(), setting.getValue()))
                        .toList();
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
        long until = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (!holds(resource) && System.nanoTime() < until) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private boolean holds(ConfigResource group) throws InterruptedException, ExecutionException {
        var config = admin.describeConfigs(List.of(group)).all().get().get(group);
        return SHARE_GROUP.entrySet().stream()
                .allMatch(
                        setting ->
                                Optional.ofNullable(config.get(setting.getKey()))
                                        .map(ConfigEntry::value)
                                        .equals(Optional.of(setting.getValue())));
    }

    /// Refuses brokers that forget a group's offsets before the records: a service that was away that long would take old
    /// prompts for new ones, or find nothing to go on from.
    ///
    /// @throws IllegalStateException with what to set
    public void checkOffsetRetention() throws InterruptedException, ExecutionException {
        List<ConfigResource> brokers =
                admin.describeCluster().nodes().get().stream()
                        .map(
                                node ->
                                        new ConfigResource(
                                                ConfigResource.Type.BROKER, node.idString()))
                        .toList();
        for (var config : admin.describeConfigs(brokers).all().get().values()) {
            var minutes = config.get("offsets.retention.minutes");
            checkOffsetRetention(Duration.ofMinutes(Long.parseLong(minutes.value())));
        }
    }

    static void checkOffsetRetention(Duration kept) {
        Duration longest =
                Topics.bySession().stream()
                        .flatMap(topic -> topic.retention().stream())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        if (kept.compareTo(longest) <= 0) {
            throw new IllegalStateException(
                    "Kafka keeps offsets for %d days, records for %d: set offsets.retention.minutes to more than %d"
                            .formatted(kept.toDays(), longest.toDays(), longest.toMinutes()));
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private void check() throws InterruptedException, ExecutionException {
        List<String> names = Topics.bySession().stream().map(settings::topic).toList();
        Map<String, TopicDescription> found = describe(names);
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

    /// A broker may answer before it has heard of a topic that was just created.
    private Map<String, TopicDescription> describe(List<String> names)
            throws InterruptedException, ExecutionException {
        long until = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (true) {
            try {
                return admin.describeTopics(names).allTopicNames().get();
            } catch (ExecutionException e) {
                boolean notYet = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!notYet || System.nanoTime() > until) {
                    throw e;
                }
                Thread.sleep(BETWEEN_LOOKS);
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
