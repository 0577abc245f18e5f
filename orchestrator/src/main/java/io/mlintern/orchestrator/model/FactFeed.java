package io.mlintern.orchestrator.model;

import io.mlintern.kit.kafka.LogStart;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.EventData;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
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
    private static final String EVENT = "io.mlintern.event.";
    // Many, and none changes a conversation.
    private static final Set<String> PASSED_OVER =
            Set.of(EVENT + "assistant_chunk.v1", EVENT + "tool_log.v1");

    private final Consumer<String, byte[]> consumer;
    private final String topic;
    private final Conversations conversations;
    private final HandOut handOut;
    private final Cancellations cancellations;
    private final Progress progress;
    private final LongConsumer deletedUnread;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private volatile boolean joined;

    FactFeed(
            Consumer<String, byte[]> consumer,
            String topic,
            Conversations conversations,
            HandOut handOut,
            Cancellations cancellations,
            Progress progress,
            LongConsumer deletedUnread) {
        this.consumer = consumer;
        this.topic = topic;
        this.conversations = conversations;
        this.handOut = handOut;
        this.cancellations = cancellations;
        this.progress = progress;
        this.deletedUnread = deletedUnread;
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
            deletedUnread.accept(LogStart.goOn(consumer, e));
        }
        handOut.offer();
        if (handOut.isFull()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        commit(consumer.assignment());
    }

    private void take(ConsumerRecord<String, byte[]> sent) {
        Map<String, String> headers = headers(sent);
        if (PASSED_OVER.contains(headers.getOrDefault(Codec.CE_TYPE, ""))) {
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
        }
    }

    private void take(
            ConsumerRecord<String, byte[]> sent, Envelope<Message> envelope, SessionEvent event) {
        conversations.fold(event);
        switch (event.data()) {
            case Fact.ModelCallRequested request -> handOut(sent, envelope, event, request);
            case Fact.CallHandedOutAgain(_, Optional<Fact.ModelCallRequested> modelCall) ->
                    modelCall.ifPresent(request -> handOut(sent, envelope, event, request));
            case Fact.Interrupting _, Fact.SessionQuarantined _ -> {
                progress.begin(partition(sent), sent.offset());
                cancellations.add(event, partition(sent), sent.offset());
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
        progress.begin(partition(sent), sent.offset());
        handOut.add(ModelCall.of(envelope, event, request), partition(sent), sent.offset());
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
            long next = progress.committable(partition, consumer.position(partition));
            if (!Long.valueOf(next).equals(committed.put(partition, next))) {
                offsets.put(partition, new OffsetAndMetadata(next));
            }
        }
        return offsets;
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> sent) {
        return new TopicPartition(sent.topic(), sent.partition());
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> sent) {
        var headers = new HashMap<String, String>();
        for (Header header : sent.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
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
            handOut.forget(Set.copyOf(partitions));
            progress.forget(Set.copyOf(partitions));
        }
    }
}
