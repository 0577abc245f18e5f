package io.mlintern.system.crash;

import io.mlintern.system.Broker;
import io.mlintern.system.ProductServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody writes what is no record of ours into every partition of every topic.
@ExtendWith(SharedCrash.class)
class GarbageIT {
    private static final String PREFIX = "mlintern.";

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
        Map<String, Long> before = deadLetters(crash.server);

        writeGarbage(crash.server);
        List<Job> jobs = IntStream.range(0, 4).mapToObj(_ -> crash.open()).toList();
        jobs.forEach(job -> job.ask("key", "turn 1"));

        crash.endsAsPromised(running);
        crash.endsAsPromised(jobs);
        Awaits.until(
                "each of them put aside once",
                () -> {
                    Map<String, Long> now = deadLetters(crash.server);
                    return PUT_ASIDE.stream().allMatch(topic -> now.get(topic) > before.get(topic));
                });
    }

    private static void writeGarbage(ProductServer server)
            throws ExecutionException, InterruptedException {
        byte[] garbage = "\0no record of ours {".getBytes(StandardCharsets.UTF_8);
        List<String> topics =
                Stream.concat(PUT_ASIDE.stream(), OTHERS.stream()).map(PREFIX::concat).toList();
        try (Broker broker = Broker.of(server);
                var producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", server.kafka(), "acks", "all"),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            for (var one : broker.partitions(topics)) {
                producer.send(new ProducerRecord<>(one.topic(), one.partition(), garbage, garbage))
                        .get();
            }
        }
    }

    /// How many each topic has.
    private static Map<String, Long> deadLetters(ProductServer server)
            throws ExecutionException, InterruptedException {
        Map<String, Long> numbers = new TreeMap<>();
        try (Broker broker = Broker.of(server)) {
            for (String topic : PUT_ASIDE) {
                var ends = broker.ends(broker.partitions(List.of(PREFIX + topic + ".dlq")));
                numbers.put(topic, ends.values().stream().mapToLong(Long::longValue).sum());
            }
        }
        return numbers;
    }
}
