package io.mlintern.orchestrator.deadletters;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.protocol.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Reads dead letters from the oldest on to where they end now. Holds no more than one poll of them.
final class LetterScan {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients kafka;

    LetterScan(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /// @throws TimeoutException where Kafka does not deliver
    void read(List<Topics> topics, BiConsumer<Topics, ConsumerRecord<String, byte[]>> each) {
        Map<String, Topics> sources =
                topics.stream()
                        .collect(
                                Collectors.toMap(
                                        topic -> topic.deadLetters(kafka.settings().prefix()),
                                        Function.identity()));
        try (var reader = kafka.reader("dead-letters")) {
            List<TopicPartition> partitions =
                    sources.keySet().stream()
                            .flatMap(topic -> reader.partitionsFor(topic).stream())
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> left = new HashMap<>(reader.endOffsets(partitions));
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                left.entrySet().removeIf(end -> reader.position(end.getKey()) >= end.getValue());
                if (left.isEmpty()) {
                    return;
                }
                var polled = reader.poll(POLL);
                if (!polled.isEmpty()) {
                    until = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > until) {
                    throw new TimeoutException("dead letters are not delivered");
                }
                polled.forEach(record -> each.accept(sources.get(record.topic()), record));
            }
        }
    }

    /// The record at one place, where it is still kept.
    Optional<ConsumerRecord<String, byte[]>> at(TopicPartition partition, long offset) {
        try (var reader = kafka.reader("dead-letters-place")) {
            // Asking for a partition that does not exist would wait for it.
            boolean exists =
                    reader.partitionsFor(partition.topic()).stream()
                            .anyMatch(info -> info.partition() == partition.partition());
            if (!exists) {
                return Optional.empty();
            }
            reader.assign(List.of(partition));
            long begin = reader.beginningOffsets(List.of(partition)).get(partition);
            long end = reader.endOffsets(List.of(partition)).get(partition);
            if (offset < begin || offset >= end) {
                return Optional.empty();
            }
            reader.seek(partition, offset);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < until) {
                for (var record : reader.poll(POLL).records(partition)) {
                    return Optional.of(record).filter(found -> found.offset() == offset);
                }
                if (reader.position(partition) > offset) {
                    return Optional
                            .empty(); // a transaction's marker, or a record of an aborted one
                }
            }
            throw new TimeoutException("a record is not delivered");
        }
    }
}
