package io.mlintern.orchestrator.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a new consumer group its offsets once, for all partitions, so that it never needs a reset policy afterwards: a
/// group that lost its offsets must not run old calls again.
final class FirstStart {
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
    private static final long TIMEOUT_S = 15;

    private final Admin admin;
    private final String group;
    private final String topic;

    FirstStart(Admin admin, String group, String topic) {
        this.admin = admin;
        this.group = group;
        this.topic = topic;
    }

    /// May be done by several replicas at once, and again at each start.
    ///
    /// @throws ExecutionException with Kafka's reason, such as a topic that is not there yet
    void prepare() throws InterruptedException, ExecutionException, TimeoutException {
        var committed =
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(TIMEOUT_S, TimeUnit.SECONDS);
        if (committed.keySet().stream().anyMatch(partition -> partition.topic().equals(topic))) {
            return;
        }
        try {
            admin.alterConsumerGroupOffsets(group, beginnings())
                    .all()
                    .get(TIMEOUT_S, TimeUnit.SECONDS);
            LOG.info("group {} begins at the start of {}", group, topic);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownMemberIdException)
                    && !(e.getCause() instanceof GroupNotEmptyException)) {
                throw e;
            }
            // Another replica was first and is reading already.
            LOG.debug("group {} has its offsets", group);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> beginnings()
            throws InterruptedException, ExecutionException, TimeoutException {
        var described =
                admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(TIMEOUT_S, TimeUnit.SECONDS)
                        .get(topic);
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        described
                .partitions()
                .forEach(
                        partition ->
                                asked.put(
                                        new TopicPartition(topic, partition.partition()),
                                        OffsetSpec.earliest()));
        var begin = new HashMap<TopicPartition, OffsetAndMetadata>();
        admin.listOffsets(asked)
                .all()
                .get(TIMEOUT_S, TimeUnit.SECONDS)
                .forEach(
                        (partition, found) ->
                                begin.put(partition, new OffsetAndMetadata(found.offset())));
        return begin;
    }
}
