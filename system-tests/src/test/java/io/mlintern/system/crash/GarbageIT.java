package io.mlintern.system.crash;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody writes what is no record of ours into every partition of every topic.
@ExtendWith(SharedCrash.class)
class GarbageIT {
    /// Those that are read record by record; the others have readers that pass over it, or none yet.
    private static final List<String> PUT_ASIDE =
            List.of(
                    "operations",
                    "events",
                    "model.results",
                    "tool.calls",
                    "tool.results",
                    "tool.cancellations");

    private static final List<String> OTHERS =
            List.of(
                    "policies",
                    "tool.catalog",
                    "llm.usage",
                    "approval.requests",
                    "approval.decisions",
                    "audit");

    @Test
    void garbageOnEveryTopicIsPutAsideAndSessionsOfItsPartitionsGoOn(Crash crash) throws Exception {
        Job running = crash.open();
        running.ask("key", WorkPlan.COMMAND + WorkPlan.working("sleep 3"));
        crash.awaitRunning(running);
        Map<String, Long> before = deadLetters(crash);

        writeGarbage(crash.server.kafka());
        List<Job> jobs = IntStream.range(0, 4).mapToObj(_ -> crash.open()).toList();
        jobs.forEach(job -> job.ask("key", "turn 1"));

        crash.endsAsPromised(running);
        jobs.forEach(crash::endsAsPromised);
        Awaits.until(
                "each of them put aside once",
                () -> {
                    Map<String, Long> now = deadLetters(crash);
                    return PUT_ASIDE.stream().allMatch(topic -> now.get(topic) > before.get(topic));
                });
    }

    private static void writeGarbage(String bootstrap)
            throws ExecutionException, InterruptedException {
        byte[] garbage = "\0no record of ours {".getBytes(StandardCharsets.UTF_8);
        try (Admin admin = admin(bootstrap);
                var producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            for (List<String> topics : List.of(PUT_ASIDE, OTHERS)) {
                for (String topic : topics) {
                    String name = "mlintern." + topic;
                    var described = admin.describeTopics(List.of(name)).allTopicNames().get();
                    for (var partition : described.get(name).partitions()) {
                        producer.send(
                                        new ProducerRecord<>(
                                                name, partition.partition(), garbage, garbage))
                                .get();
                    }
                }
            }
        }
    }

    /// How many each topic has.
    private static Map<String, Long> deadLetters(Crash crash)
            throws ExecutionException, InterruptedException {
        Map<String, Long> numbers = new TreeMap<>();
        try (Admin admin = admin(crash.server.kafka())) {
            for (String topic : PUT_ASIDE) {
                String name = "mlintern." + topic + ".dlq";
                var described = admin.describeTopics(List.of(name)).allTopicNames().get();
                var ends =
                        described.get(name).partitions().stream()
                                .collect(
                                        Collectors.toMap(
                                                one -> new TopicPartition(name, one.partition()),
                                                _ -> OffsetSpec.latest()));
                numbers.put(
                        topic,
                        admin.listOffsets(ends).all().get().values().stream()
                                .mapToLong(end -> end.offset())
                                .sum());
            }
        }
        return numbers;
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }
}
