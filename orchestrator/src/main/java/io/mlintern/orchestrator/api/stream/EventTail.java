package io.mlintern.orchestrator.api.stream;

import io.mlintern.protocol.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one consumer that follows all partitions of `events` and feeds all streams of this replica.
final class EventTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final long keptBytes;
    private final List<TopicPartition> topicPartitions;
    private final Map<TopicPartition, PartitionTail> partitions = new TreeMap<>(byNumber());
    private final Thread thread;
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile Consumer<String, byte[]> consumer;
    private volatile boolean closed;

    private static Comparator<TopicPartition> byNumber() {
        return Comparator.comparingInt(TopicPartition::partition);
    }

    private EventTail(
            Supplier<Consumer<String, byte[]>> consumers, String topic, int count, long keptBytes) {
        this.consumers = consumers;
        this.topicPartitions =
                IntStream.range(0, count).mapToObj(i -> new TopicPartition(topic, i)).toList();
        this.keptBytes = keptBytes / count;
        this.consumer = consumers.get();
        this.thread = Thread.ofPlatform().name("event-tail").daemon().unstarted(this::run);
    }

    /// Starts at the end of the topic.
    ///
    /// @param consumers make consumers without a group that read what is committed and reset nowhere
    /// @param keptBytes how much of the newest events is kept in memory, all partitions together
    static EventTail start(
            Supplier<Consumer<String, byte[]>> consumers, String topic, int count, long keptBytes) {
        var tail = new EventTail(consumers, topic, count, keptBytes);
        tail.thread.start();
        return tail;
    }

    boolean isOpen() {
        return open.getCount() == 0;
    }

    /// @throws TimeoutException while Kafka has never answered
    PartitionTail partition(TopicPartition partition) {
        try {
            if (!open.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("events are not read yet");
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return partitions.get(partition);
    }

    int streamCount() {
        return isOpen()
                ? partitions.values().stream().mapToInt(PartitionTail::streamCount).sum()
                : 0;
    }

    /// Begins at what is committed now.
    private void open() {
        consumer.endOffsets(topicPartitions)
                .forEach(
                        (partition, end) ->
                                partitions.put(partition, new PartitionTail(end, keptBytes)));
        assign();
        open.countDown();
    }

    private void assign() {
        consumer.assign(topicPartitions);
        partitions.forEach((partition, tail) -> consumer.seek(partition, tail.position()));
    }

    private void run() {
        while (!closed) {
            try {
                if (!isOpen()) {
                    open();
                }
                deliver(consumer.poll(POLL));
            } catch (WakeupException _) {
                // closed, as the loop's condition sees
            } catch (OffsetOutOfRangeException e) {
                restart(e);
            } catch (KafkaException e) {
                LOG.warn("reading events failed, trying again: {}", e.getMessage());
                reopen();
            }
        }
        consumer.close();
    }

    private void deliver(ConsumerRecords<String, byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            var frames = new ArrayList<Frame>();
            for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
                if (record.key() != null && SessionId.isValid(record.key())) {
                    EventLog.frame(new SessionId(record.key()), record).ifPresent(frames::add);
                }
            }
            partitions.get(partition).advance(frames, consumer.position(partition));
        }
    }

    /// The log was cut in front of the tail: it goes on at the end, and its readers are caught up from elsewhere.
    private void restart(OffsetOutOfRangeException lost) {
        LOG.warn("events were deleted before they were read, in {}", lost.partitions());
        consumer.endOffsets(lost.partitions())
                .forEach(
                        (partition, end) -> {
                            partitions.get(partition).restartAt(end);
                            consumer.seek(partition, end);
                        });
    }

    private void reopen() {
        try {
            consumer.close();
            Thread.sleep(AFTER_FAILURE);
            consumer = consumers.get();
            if (isOpen()) {
                assign();
            }
        } catch (InterruptedException _) {
            closed = true;
        }
    }

    /// Ends all streams and the consumer.
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        if (isOpen()) {
            partitions.values().forEach(PartitionTail::cutAll);
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
