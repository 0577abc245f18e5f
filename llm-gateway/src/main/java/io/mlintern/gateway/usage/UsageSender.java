package io.mlintern.gateway.usage;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends usage records and says which are left. Used by one thread.
final class UsageSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageSender.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final UsageLog.Counters counters;
    // Made when there is something to send: where Kafka's name is unknown that fails.
    private Optional<Producer<String, byte[]>> producer = Optional.empty();
    private boolean away;

    UsageSender(KafkaClients clients, UsageLog.Counters counters) {
        this.clients = clients;
        this.counters = counters;
    }

    /// Returns when each record is safe, refused for good (counted and given up), or left for another try.
    List<Envelope<UsageRecord>> send(List<Envelope<UsageRecord>> batch)
            throws InterruptedException {
        List<Envelope<UsageRecord>> left = new ArrayList<>();
        List<Future<RecordMetadata>> sent = handOver(batch);
        for (int i = 0; i < batch.size(); i++) {
            if (i >= sent.size() || !isSettled(sent.get(i))) left.add(batch.get(i));
        }
        if (left.isEmpty()) back();
        return left;
    }

    /// Futures of the first records, up to where Kafka did not take one.
    private List<Future<RecordMetadata>> handOver(List<Envelope<UsageRecord>> batch)
            throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try {
            var open = open();
            String topic = clients.settings().topic(Topics.LLM_USAGE);
            for (var envelope : batch) {
                var future = open.send(Records.write(topic, envelope));
                sent.add(future);
                if (future.state() == Future.State.FAILED) break;
            }
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            away(e);
            close();
        }
        return sent;
    }

    private boolean isSettled(Future<RecordMetadata> sent) throws InterruptedException {
        try {
            var _ = sent.get();
            counters.written().inc();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException cause) {
                away(cause);
                return false;
            }
            LOG.warn("a usage record was refused: {}", e.getCause().toString());
            counters.dropped().inc();
            return true;
        }
    }

    private Producer<String, byte[]> open() {
        var open =
                producer.orElseGet(
                        () -> clients.producer("llm-gateway-" + clients.settings().instance()));
        producer = Optional.of(open);
        return open;
    }

    private void away(KafkaException reason) {
        if (!away) LOG.warn("usage records wait for Kafka: {}", reason.toString());
        away = true;
    }

    private void back() {
        if (away) LOG.info("usage records are written again");
        away = false;
    }

    private static InterruptedException interrupted(InterruptException e) {
        var interrupted = new InterruptedException("while sending");
        interrupted.initCause(e);
        return interrupted;
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        producer.ifPresent(open -> open.close(CLOSE_WITHIN));
        producer = Optional.empty();
        if (interrupted) Thread.currentThread().interrupt();
    }
}
