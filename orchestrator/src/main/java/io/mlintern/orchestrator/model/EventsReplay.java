package io.mlintern.orchestrator.model;

import io.mlintern.protocol.Codec;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one session's facts from the topic `events` itself: the last resort, as it reads past all other sessions.
final class EventsReplay {
    private static final Logger LOG = LoggerFactory.getLogger(EventsReplay.class);
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    // Records carry the time of the input that caused them; facts of one session may be a little
    // out of order.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Map<String, Object> consumer;
    private final String topic;

    /// @param consumer how to reach the broker
    EventsReplay(Map<String, Object> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /// @param since no fact that is looked for is older
    List<SessionEvent> read(SessionId session, long fromSeq, long toSeq, Instant since)
            throws InterruptedException {
        LOG.info("facts {} to {} of {} are read from the topic", fromSeq, toSeq, session);
        try (var reader = new KafkaConsumer<String, byte[]>(consumer)) {
            var partition = partition(reader, session);
            reader.assign(List.of(partition));
            seek(reader, partition, since);
            return read(reader, partition, session, fromSeq, toSeq);
        }
    }

    private static List<SessionEvent> read(
            Consumer<String, byte[]> reader,
            TopicPartition partition,
            SessionId session,
            long fromSeq,
            long toSeq)
            throws InterruptedException {
        var found = new ArrayList<SessionEvent>();
        long end = reader.endOffsets(List.of(partition)).get(partition);
        long until = System.nanoTime() + AT_MOST.toNanos();
        boolean whole = false;
        while (!whole && reader.position(partition) < end && System.nanoTime() < until) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (var sent : reader.poll(POLL)) {
                fact(sent, session, fromSeq, toSeq, found);
            }
            whole = !found.isEmpty() && found.getLast().seq().orElse(0) >= toSeq;
        }
        return found;
    }

    private static void fact(
            ConsumerRecord<String, byte[]> sent,
            SessionId session,
            long fromSeq,
            long toSeq,
            List<SessionEvent> found) {
        if (!session.value().equals(sent.key())) {
            return;
        }
        try {
            SessionEvent event = Codec.readEvent(sent.value());
            long seq = event.seq().orElse(0);
            if (seq >= fromSeq && seq <= toSeq) {
                found.add(event);
            }
        } catch (UnreadableRecord e) {
            // Put aside by the catalog when it came; here the gap that it leaves is met.
            LOG.warn("an event at {} {} cannot be read", sent.partition(), sent.offset());
        }
    }

    private TopicPartition partition(Consumer<String, byte[]> reader, SessionId session) {
        byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
        int partitions = reader.partitionsFor(topic).size();
        return new TopicPartition(topic, BuiltInPartitioner.partitionForKey(key, partitions));
    }

    private static void seek(
            Consumer<String, byte[]> reader, TopicPartition partition, Instant since) {
        var begin = reader.beginningOffsets(List.of(partition)).get(partition);
        var at = since.equals(Instant.EPOCH) ? 0 : since.minus(MARGIN).toEpochMilli();
        var found = reader.offsetsForTimes(Map.of(partition, at)).get(partition);
        reader.seek(partition, found == null ? begin : found.offset());
    }
}
