package io.mlintern.orchestrator.api;

import io.mlintern.protocol.Codec;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads operations off the topic, as the engine would.
final class TopicReader {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TopicReader() {}

    /// A session's operations: at least `count`, and all that are there.
    static List<SubmittedOperation> operations(SessionId session, int count) {
        var found = new ArrayList<SubmittedOperation>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                OrchestratorServer.bootstrap(),
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            var topic = Topics.OPERATIONS.name(OrchestratorServer.PREFIX);
            var partitions =
                    IntStream.range(0, OrchestratorServer.PARTITIONS)
                            .mapToObj(i -> new TopicPartition(topic, i))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < until) {
                for (var operation : consumer.poll(Duration.ofMillis(100))) {
                    if (operation.key().equals(session.value())) {
                        found.add(read(operation));
                    }
                }
                boolean all =
                        partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p));
                if (found.size() >= count && all) {
                    return found;
                }
            }
        }
        throw new AssertionError("only " + found.size() + " operations of " + session);
    }

    private static SubmittedOperation read(ConsumerRecord<String, byte[]> operation) {
        var headers = new HashMap<String, String>();
        operation
                .headers()
                .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        try {
            return (SubmittedOperation) Codec.read(headers, operation.value()).message();
        } catch (UnreadableRecord e) {
            throw new AssertionError(e);
        }
    }
}
