package io.mlintern.tools.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/// A place in the share group that hands out tool calls, taken again when the broker does not know it any more.
///
/// After a broker was killed and started, its coordinator may answer before it has read its log: the group is unknown then. Kafka's
/// consumer says so once and is dead from then on, without another word. What it held comes again, and finds its row.
final class HandOuts implements AutoCloseable {
    private final Supplier<ShareConsumer<String, byte[]>> members;
    private final String topic;
    private volatile ShareConsumer<String, byte[]> member;

    HandOuts(Supplier<ShareConsumer<String, byte[]>> members, String topic) {
        this.members = members;
        this.topic = topic;
        member = join();
    }

    private ShareConsumer<String, byte[]> join() {
        var joined = members.get();
        joined.subscribe(List.of(topic));
        return joined;
    }

    /// @throws KafkaException when there is nothing to be had now; the next poll is of a new member where this one is dead
    ConsumerRecords<String, byte[]> poll(Duration time) {
        try {
            return member.poll(time);
        } catch (WakeupException | InterruptException | RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            var dead = member;
            member = join();
            dead.close(Duration.ZERO);
            throw e;
        }
    }

    void acknowledge(ConsumerRecord<String, byte[]> record, AcknowledgeType answer) {
        member.acknowledge(record, answer);
    }

    Map<TopicIdPartition, Optional<KafkaException>> commit() {
        return member.commitSync();
    }

    /// Ends a [#poll] of another thread.
    void wakeUp() {
        member.wakeup();
    }

    @Override
    public void close() {
        member.close();
    }
}
