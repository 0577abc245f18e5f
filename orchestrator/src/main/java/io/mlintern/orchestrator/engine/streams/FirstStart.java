package io.mlintern.orchestrator.engine.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Gives a new installation's engine its first offsets, so that no consumer of ours ever needs a rule for a missing one:
/// after a week away such a rule would run old prompts again.
final class FirstStart {
    private FirstStart() {}

    static void prepare(Admin admin, EngineSettings settings)
            throws InterruptedException, ExecutionException {
        List<TopicPartition> partitions = partitions(settings);
        Map<TopicPartition, OffsetAndMetadata> known =
                admin.listConsumerGroupOffsets(settings.applicationId())
                        .partitionsToOffsetAndMetadata()
                        .get();
        List<TopicPartition> missing =
                partitions.stream().filter(partition -> known.get(partition) == null).toList();
        if (missing.isEmpty()) {
            return;
        }
        if (missing.size() < partitions.size()) {
            throw new IllegalStateException(
                    "the group "
                            + settings.applicationId()
                            + " has lost its offsets of "
                            + missing
                            + "; set them by hand to where the engine stood before it starts again");
        }
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        missing.forEach(partition -> first.put(partition, new OffsetAndMetadata(0)));
        admin.alterConsumerGroupOffsets(settings.applicationId(), first).all().get();
    }

    private static List<TopicPartition> partitions(EngineSettings settings) {
        return EngineTopology.SOURCES.stream()
                .map(topic -> topic.name(settings.topicPrefix()))
                .flatMap(
                        topic ->
                                IntStream.range(0, settings.partitions())
                                        .mapToObj(number -> new TopicPartition(topic, number)))
                .toList();
    }
}
