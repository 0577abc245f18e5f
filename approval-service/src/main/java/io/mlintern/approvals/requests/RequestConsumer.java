package io.mlintern.approvals.requests;

import io.mlintern.approvals.ApprovalBeans;
import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Outage;
import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.messaging.VirtualWorkers;
import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.UnreadableRecord;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `approval.requests`. A database or broker that is away is waited for; what cannot be read is put aside.
///
/// Dying before a request's row is committed: its record comes again. Between that and the commit of its offset: it comes again
/// and finds its row. Test: `RequestsIT`.
@ApplicationScoped
public class RequestConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(RequestConsumer.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Requests requests;
    private final Producer<String, byte[]> producer;
    private final DeadLetters letters;
    private volatile boolean closed;

    @Inject
    public RequestConsumer(
            Requests requests, @ForService(ApprovalBeans.SERVICE) KafkaClients kafka) {
        this.requests = requests;
        producer = kafka.producer("approval-service-dead-letters");
        letters = new DeadLetters(producer);
    }

    @Incoming("approval-requests")
    @Blocking(VirtualWorkers.NAME)
    public void take(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                insist(() -> take(Records.read(record)), record);
            } catch (UnreadableRecord e) {
                putAside(record, e.reason() + ": " + e.getMessage());
            }
        }
    }

    private interface Taking {
        void run() throws UnreadableRecord;
    }

    private void insist(Taking taking, ConsumerRecord<String, byte[]> record)
            throws UnreadableRecord, InterruptedException {
        while (true) {
            try {
                taking.run();
                return;
            } catch (RuntimeException e) {
                if (!Outage.isBehind(e)) {
                    LOG.error("a request cannot be taken", e);
                    putAside(record, "it cannot be taken: " + e.getClass().getSimpleName());
                    return;
                }
                if (closed) {
                    throw e;
                }
                LOG.warn("a request waits for the database: {}", e.toString());
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private void take(Envelope<Message> envelope) throws UnreadableRecord {
        switch (envelope.message()) {
            case ApprovalRequest.Requested asked ->
                    requests.add(envelope.actor().tenant(), asked, envelope.time());
            case ApprovalRequest.Withdrawn withdrawn -> requests.withdraw(withdrawn);
            default ->
                    throw new UnreadableRecord(
                            UnreadableRecord.Reason.UNKNOWN_TYPE, "this is no request for people");
        }
    }

    private void putAside(ConsumerRecord<String, byte[]> record, String why)
            throws InterruptedException {
        letters.insist(record, why, () -> closed);
        LOG.error("{} offset {} is put aside: {}", record.topic(), record.offset(), why);
    }

    @PreDestroy
    void close() {
        closed = true;
        producer.close(BETWEEN_TRIES);
    }
}
