package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.protocol.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the broker says about the share group, looked at now and then: whether this worker gets
/// calls, and how many wait to be handed out. The consumer itself does not tell.
final class Assignment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
    private static final Duration UNTIL_ASSIGNED = Duration.ofMillis(200);
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);

    private final Admin admin;
    private final KafkaSettings settings;
    private final String group;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("tool-calls-group").factory());
    private volatile boolean assigned;
    private volatile long backlog;

    Assignment(Admin admin, KafkaSettings settings, String group) {
        this.admin = admin;
        this.settings = settings;
        this.group = settings.group(group);
        clock.execute(this::look);
    }

    boolean isAssigned() {
        return assigned;
    }

    long backlog() {
        return backlog;
    }

    private void look() {
        try {
            var groups = admin.describeShareGroups(List.of(group)).all().get();
            assigned = isMember(groups.get(group));
            if (assigned) backlog = waiting();
        } catch (ExecutionException e) {
            LOG.debug("the share group is not known yet", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        var pause = assigned ? AFTERWARDS : UNTIL_ASSIGNED;
        if (!clock.isShutdown()) {
            var _ = clock.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean isMember(ShareGroupDescription description) {
        return description.members().stream()
                .filter(member -> member.clientId().endsWith("-" + settings.instance()))
                .anyMatch(member -> !member.assignment().topicPartitions().isEmpty());
    }

    private long waiting() throws ExecutionException, InterruptedException {
        var offsets =
                admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(group)
                        .get();
        String topic = settings.topic(Topics.TOOL_CALLS);
        return offsets.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .map(Map.Entry::getValue)
                .flatMap(info -> Optional.ofNullable(info).stream())
                .map(SharePartitionOffsetInfo::lag)
                .mapToLong(lag -> lag.orElse(0L))
                .sum();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
