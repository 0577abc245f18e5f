package io.mlintern.local.broker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/// One transaction after the other, each writing its number to every partition. What the client cannot know (a commit whose
/// answer was lost) it asks again, as `commitTransaction` may be repeated.
final class TransactionLoad implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final String topic;
    private final int partitions;
    private final AtomicInteger committed = new AtomicInteger();
    private volatile boolean stopping;
    private final Thread thread = Thread.ofPlatform().name("transaction-load").unstarted(this::run);

    TransactionLoad(String bootstrap, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", bootstrap,
                                "transactional.id", "load",
                                "linger.ms", "0",
                                "max.block.ms", "60000",
                                "transaction.timeout.ms", "60000"),
                        new StringSerializer(),
                        new StringSerializer());
    }

    void start() {
        thread.start();
    }

    private void run() {
        producer.initTransactions();
        while (!stopping) {
            String number = Integer.toString(committed.get());
            producer.beginTransaction();
            for (int partition = 0; partition < partitions; partition++) {
                var _ = producer.send(new ProducerRecord<>(topic, partition, null, number));
            }
            commit();
            committed.incrementAndGet();
        }
    }

    private void commit() {
        try {
            producer.commitTransaction();
        } catch (KafkaException failure) {
            throw new IllegalStateException(
                    "transaction " + committed.get() + " ended without an answer", failure);
        }
    }

    int committed() {
        return committed.get();
    }

    void awaitCommits(int number) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            if (!thread.isAlive())
                                throw new IllegalStateException("the load has ended");
                            return committed.get() >= number;
                        });
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
    }

    @Override
    public void close() {
        stopping = true;
        producer.close(Duration.ofSeconds(1));
    }
}
