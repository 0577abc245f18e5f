package io.mlintern.orchestrator.catalog;

import io.mlintern.kit.ForService;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.messaging.VirtualWorkers;
import io.mlintern.orchestrator.OrchestratorBeans;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `events` and projects the facts; reads `llm.usage` and keeps the calls that no session made.
///
/// Failures: what cannot be read is put aside ([UnreadableEvents]) and blocks nobody but its own session, whose next fact then
/// shows the gap. A database or broker that is away is waited for; the batch goes on when it is back. The
/// engine's questions for sessions are answered before the batch counts as read.
@ApplicationScoped
public class CatalogConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogConsumer.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private static final String LOAD_REQUESTED =
            "io.mlintern.event." + EventKind.LOAD_REQUESTED.wireName() + ".v1";

    private final CatalogWriter writer;
    private final LoadAnswers answers;
    private final UsageRepository usage;
    private final UnreadableEvents unreadable;
    private final MetricRegistry metrics;
    private volatile boolean closed;

    @Inject
    CatalogConsumer(
            CatalogWriter writer,
            UsageRepository usage,
            LoadAnswers answers,
            @ForService(OrchestratorBeans.SERVICE) KafkaClients kafka,
            MetricRegistry metrics) {
        this.writer = writer;
        this.usage = usage;
        this.answers = answers;
        this.unreadable =
                new UnreadableEvents(
                        kafka.producer("catalog-" + kafka.settings().instance()),
                        metrics.counter("mlintern_catalog_unreadable_total"));
        this.metrics = metrics;
    }

    @Incoming("orchestrator-catalog")
    @Blocking(VirtualWorkers.NAME)
    public void project(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        var facts = new ArrayList<CatalogFact>();
        var calls = new ArrayList<OtherCall>();
        var aside = new ArrayList<UnreadableEvents.Unreadable>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                if (record.topic().endsWith(Topics.LLM_USAGE.baseName())) {
                    OtherCall.read(record).ifPresent(calls::add);
                } else {
                    CatalogFact.read(record).ifPresent(facts::add);
                }
            } catch (UnreadableRecord e) {
                aside.add(new UnreadableEvents.Unreadable(record, e));
            }
        }
        if (!facts.isEmpty()) {
            report(whenReachable(() -> writer.project(facts)));
        }
        if (!calls.isEmpty()) {
            int taken = whenReachable(() -> usage.add(calls));
            metrics.counter("mlintern_catalog_other_calls_total").inc(taken);
        }
        // After the facts before it: whether a session has any decides about the answer.
        for (SessionId session : asked(records)) {
            answer(session);
        }
        // Last, so that nothing is waited for between it and the commit of the batch.
        unreadable.putAside(aside);
    }

    private static Set<SessionId> asked(ConsumerRecords<String, byte[]> records) {
        var asked = new LinkedHashSet<SessionId>();
        for (ConsumerRecord<String, byte[]> event : records) {
            if (LOAD_REQUESTED.equals(Records.texts(event.headers()).get(Codec.CE_TYPE))
                    && event.key() != null
                    && SessionId.isValid(event.key())) {
                asked.add(new SessionId(event.key()));
            }
        }
        return asked;
    }

    private void answer(SessionId session) throws InterruptedException {
        while (true) {
            try {
                answers.answer(session);
                return;
            } catch (JdbiException | KafkaException e) {
                if (closed) {
                    throw e;
                }
                LOG.warn("session {} is asked for, answering again: {}", session, e.getMessage());
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private <T> T whenReachable(Supplier<T> writing) throws InterruptedException {
        while (true) {
            try {
                return writing.get();
            } catch (JdbiException e) {
                if (closed) {
                    throw e;
                }
                LOG.warn("the catalog cannot be written, trying again: {}", e.getMessage());
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private void report(CatalogWriter.Outcome outcome) {
        metrics.counter("mlintern_catalog_facts_total").inc(outcome.projected());
        metrics.counter("mlintern_catalog_duplicates_total").inc(outcome.duplicates());
        for (CatalogWriter.Gap gap : outcome.gaps()) {
            metrics.counter("mlintern_catalog_gaps_total").inc();
            LOG.error(
                    "session {}: fact {} came although {} is missing; it is not projected any"
                            + " further until a replay brings that one",
                    gap.session(),
                    gap.found(),
                    gap.expected());
        }
    }

    @PreDestroy
    void close() {
        closed = true;
        unreadable.close();
    }
}
