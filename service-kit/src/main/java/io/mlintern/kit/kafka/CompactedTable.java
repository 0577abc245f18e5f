package io.mlintern.kit.kafka;

import io.mlintern.protocol.Message;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A compacted topic as a table in memory: read whole at the start, then followed.
///
/// Rows are given in the order in which they were last written. A record that this version cannot read is passed over
/// and leaves the row before it in place. While the broker is away the table stays as it was.
public final class CompactedTable<T extends Message> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedTable.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final Topics topic;
    private final Class<T> type;
    private final Consumer<List<T>> listener;
    private final Thread thread;
    private final CountDownLatch whole = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile List<T> rows = List.of();
    private volatile Runnable wakeUp = () -> {};

    private CompactedTable(
            KafkaClients clients, Topics topic, Class<T> type, Consumer<List<T>> listener) {
        this.clients = clients;
        this.topic = topic;
        this.type = type;
        this.listener = listener;
        this.thread =
                Thread.ofPlatform().daemon().name("table-" + topic.baseName()).unstarted(this::run);
    }

    /// Begins to read; the listener is told the whole content after each change, on the table's own thread.
    public static <T extends Message> CompactedTable<T> follow(
            KafkaClients clients, Topics topic, Class<T> type, Consumer<List<T>> listener) {
        var table = new CompactedTable<>(clients, topic, type, listener);
        table.thread.start();
        return table;
    }

    public static <T extends Message> CompactedTable<T> follow(
            KafkaClients clients, Topics topic, Class<T> type) {
        return follow(clients, topic, type, rows -> {});
    }

    /// The rows as they are known now; immutable.
    public List<T> rows() {
        return rows;
    }

    /// Whether everything that was on the topic at the start has been read.
    public boolean isReady() {
        return whole.getCount() == 0;
    }

    public boolean awaitReady(Duration atMost) throws InterruptedException {
        return whole.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closing.countDown();
        // Not interrupted: a consumer that closes under an interrupt fails, and says so at length.
        wakeUp.run();
        try {
            thread.join(2_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (isOpen()) {
            try {
                read();
            } catch (WakeupException _) {
                return;
            } catch (KafkaException e) {
                LOG.warn("{} cannot be read and is tried again", topic.baseName(), e);
                pause();
            }
        }
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    private void read() {
        try (var consumer = clients.reader("table-" + topic.baseName())) {
            wakeUp = consumer::wakeup;
            if (!isOpen()) {
                return;
            }
            var partition = new TopicPartition(clients.settings().topic(topic), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Map<String, T> byKey = new LinkedHashMap<>();
            while (isOpen()) {
                boolean atEnd = consumer.position(partition) >= end;
                if (atEnd && !isReady()) {
                    publish(byKey.values());
                    whole.countDown();
                }
                var records = consumer.poll(POLL);
                records.forEach(record -> put(byKey, record));
                if (isReady() && !records.isEmpty()) {
                    publish(byKey.values());
                }
            }
        }
    }

    private void publish(Collection<T> values) {
        rows = List.copyOf(new ArrayList<>(values));
        listener.accept(rows);
    }

    private void put(Map<String, T> byKey, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            byKey.remove(record.key());
            return;
        }
        try {
            Message message = Records.read(record).message();
            if (type.isInstance(message)) {
                // Removed first: what is written again moves to the end.
                byKey.remove(record.key());
                byKey.put(record.key(), type.cast(message));
            }
        } catch (UnreadableRecord e) {
            LOG.warn("a record of {} cannot be read: {}", topic.baseName(), e.getMessage());
        }
    }
}
