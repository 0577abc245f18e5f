package io.mlintern.orchestrator.model;

import io.mlintern.kit.kafka.LogStart;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.EventData;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.MessageType;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.UnreadableRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads facts from `events` with one consumer: folds them into the conversations, hands calls out to the runs, and
/// cancels them. Confined to the thread that calls [#turn].
///
/// Dying before a call is claimed: its record is read again, here or by another replica. An offset is committed only past
/// records whose call is claimed and whose cancellation is written.
final class FactFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FactFeed.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(2);

    private final Consumer<String, byte[]> consumer;
    private final String topic;
    private final Parts parts;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private volatile boolean joined;

    /// Where each record leads.
    record Parts(
            Conversations conversations,
            HandOut handOut,
            Cancellations cancellations,
            Progress progress,
            PassedOver passedOver) {}

    FactFeed(Consumer<String, byte[]> consumer, String topic, Parts parts) {
        this.consumer = consumer;
        this.topic = topic;
        this.parts = parts;
    }

    void subscribe() {
        consumer.subscribe(Set.of(topic), new Rebalance());
    }

    /// Whether the group has given this replica its share, which may be none.
    boolean hasJoined() {
        return joined;
    }

    /// Reads what is there and deals with it.
    ///
    /// @throws KafkaException when this consumer cannot go on
    /// @throws InterruptedException when it is to end
    void turn() throws InterruptedException {
        try {
            for (ConsumerRecord<String, byte[]> sent : consumer.poll(POLL)) {
                take(sent);
            }
        } catch (OffsetOutOfRangeException e) {
            // The calls among them are handed out again by the engine.
            parts.passedOver().deleted().accept(LogStart.goOn(consumer, e));
        }
        parts.handOut().offer();
        if (parts.handOut().isFull()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        commit(consumer.assignment());
    }

    private void take(ConsumerRecord<String, byte[]> sent) {
        Map<String, String> headers = Records.texts(sent.headers());
        String name = headers.getOrDefault(Codec.CE_TYPE, "");
        var type = MessageType.named(name);
        if (type.filter(MessageType::isSignal).isPresent()) {
            return;
        }
        if (type.isEmpty() && MessageType.isEvent(name)) {
            LOG.debug("{} of a later version changes no conversation here", name);
            return;
        }
        try {
            Envelope<Message> envelope = Codec.read(headers, sent.value());
            if (envelope.message() instanceof SessionEvent event) {
                take(sent, envelope, event);
            }
        } catch (UnreadableRecord e) {
            // The conversation has a gap there; should a call need it, its failure says so.
            LOG.warn("{} {} is passed over: {}", partition(sent), sent.offset(), e.getMessage());
            parts.passedOver().unreadable().run();
        }
    }

    private void take(
            ConsumerRecord<String, byte[]> sent, Envelope<Message> envelope, SessionEvent event) {
        parts.conversations().fold(event);
        switch (event.data()) {
            case Fact.ModelCallRequested request -> handOut(sent, envelope, event, request);
            case Fact.CallHandedOutAgain(_, Optional<Fact.ModelCallRequested> modelCall) ->
                    modelCall.ifPresent(request -> handOut(sent, envelope, event, request));
            case Fact.Interrupting _, Fact.SessionQuarantined _ -> {
                parts.progress().begin(partition(sent), sent.offset());
                parts.cancellations().add(event, partition(sent), sent.offset());
            }
            // Nothing but the conversation hangs on the others.
            case EventData _ -> {}
        }
    }

    private void handOut(
            ConsumerRecord<String, byte[]> sent,
            Envelope<Message> envelope,
            SessionEvent event,
            Fact.ModelCallRequested request) {
        parts.progress().begin(partition(sent), sent.offset());
        parts.handOut().add(ModelCall.of(envelope, event, request), partition(sent), sent.offset());
    }

    private void commit(Collection<TopicPartition> partitions) {
        var offsets = committable(partitions);
        if (!offsets.isEmpty()) {
            consumer.commitAsync(
                    offsets,
                    (_, failure) -> {
                        if (failure != null) {
                            LOG.debug("offsets are committed later: {}", failure.toString());
                        }
                    });
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committable(
            Collection<TopicPartition> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : partitions) {
            long next = parts.progress().committable(partition, consumer.position(partition));
            if (!Long.valueOf(next).equals(committed.put(partition, next))) {
                offsets.put(partition, new OffsetAndMetadata(next));
            }
        }
        return offsets;
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> sent) {
        return new TopicPartition(sent.topic(), sent.partition());
    }

    /// Ends [#turn] from another thread.
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try {
            consumer.commitSync(committable(consumer.assignment()), LAST_COMMIT);
        } catch (KafkaException e) {
            LOG.debug("records are read again: {}", e.toString());
        }
        consumer.close(CloseOptions.timeout(LAST_COMMIT));
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            committed.keySet().removeAll(partitions);
            joined = true;
            LOG.info("reads {} partitions of {}", consumer.assignment().size(), topic);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            var offsets = committable(partitions);
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets);
            }
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            parts.handOut().forget(Set.copyOf(partitions));
            parts.progress().forget(Set.copyOf(partitions));
        }
    }
}
