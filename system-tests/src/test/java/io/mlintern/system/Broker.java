package io.mlintern.system;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/// A server's broker, asked by its administrators' interface.
public record Broker(Admin admin) implements AutoCloseable {
    /// The group of the session engine.
    public static final String ENGINE = "mlintern.engine";

    public static Broker of(ProductServer server) {
        return new Broker(Admin.create(Map.of("bootstrap.servers", server.kafka())));
    }

    public List<TopicPartition> partitions(Collection<String> topics)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(
                        topic ->
                                topic.partitions().stream()
                                        .map(
                                                one ->
                                                        new TopicPartition(
                                                                topic.name(), one.partition())))
                .toList();
    }

    /// The offset of each partition's next record.
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        var latest =
                partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    public void deleteBefore(Map<TopicPartition, Long> offsets)
            throws ExecutionException, InterruptedException {
        admin.deleteRecords(
                        offsets.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                end ->
                                                        RecordsToDelete.beforeOffset(
                                                                end.getValue()))))
                .all()
                .get();
    }

    public ConsumerGroupDescription group(String name)
            throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(name)).all().get().get(name);
    }

    @Override
    public void close() {
        admin.close();
    }
}
