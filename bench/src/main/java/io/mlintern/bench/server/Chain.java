package io.mlintern.bench.server;

import io.mlintern.bench.figures.Spread;
import io.mlintern.system.ProductServer;
import io.mlintern.system.crash.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.DoubleStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// What an iteration costs at least on this machine: as many hops over this broker and as many commits of this database as one
/// iteration has, one after the other, with nothing between them. Plain clients, `acks=all`, no transactions.
public final class Chain implements AutoCloseable {
    /// `model.results`, `tool.calls`, `tool.results`, `events`.
    public static final int HOPS = 4;

    /// Claim and finish of a model call and of a tool call.
    public static final int COMMITS = 4;

    private static final String TOPIC = "bench.chain";
    private static final int BYTES = 1_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Connection connection;

    private Chain(ProductServer server)
            throws SQLException, InterruptedException, ExecutionException {
        create(server.kafka());
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", server.kafka(), "acks", "all", "linger.ms", 0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", server.kafka()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        var partition = List.of(new TopicPartition(TOPIC, 0));
        consumer.assign(partition);
        consumer.seekToEnd(partition);
        partition.forEach(consumer::position);
        connection = Rows.of(server).connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS public.bench_chain (body bytea)");
        }
    }

    private static void create(String bootstrap) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            if (admin.listTopics().names().get().contains(TOPIC)) return;
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    /// Milliseconds of whole chains, after as many to warm up.
    public static Spread measure(ProductServer server, int times) {
        try (Chain chain = new Chain(server)) {
            for (int time = 0; time < times; time++) chain.once();
            DoubleStream.Builder millis = DoubleStream.builder();
            for (int time = 0; time < times; time++) {
                long from = System.nanoTime();
                chain.once();
                millis.add((System.nanoTime() - from) / NANOS_PER_MILLI);
            }
            return Spread.of(millis.build());
        } catch (SQLException | ExecutionException e) {
            throw new IllegalStateException("the bare chain", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void once() throws SQLException, InterruptedException, ExecutionException {
        for (int hop = 0; hop < HOPS; hop++) {
            producer.send(new ProducerRecord<>(TOPIC, new byte[BYTES])).get();
            while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
                Thread.onSpinWait();
            }
        }
        for (int commit = 0; commit < COMMITS; commit++) {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO public.bench_chain VALUES (?)")) {
                insert.setBytes(1, new byte[BYTES]);
                insert.executeUpdate();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        producer.close();
        consumer.close();
        connection.close();
    }
}
