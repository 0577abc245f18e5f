package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.Codec;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.UnreadableRecord;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `events` and projects the facts; reads `llm.usage` and keeps the calls that no session made.
///
/// Failures: what cannot be read is logged, counted and passed over, since it blocks nobody but its own session (whose next
/// fact then shows the gap). A database that is away is waited for; the batch is projected when it is back.
@ApplicationScoped
public class CatalogConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogConsumer.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Set<String> SIGNALS =
            Stream.of(EventKind.values())
                    .filter(kind -> !kind.isFact())
                    .map(kind -> "io.mlintern.event." + kind.wireName() + ".v1")
                    .collect(Collectors.toUnmodifiableSet());

    private final CatalogWriter writer;
    private final UsageRepository usage;
    private final MetricRegistry metrics;
    private volatile boolean closed;

    @Inject
    CatalogConsumer(CatalogWriter writer, UsageRepository usage, MetricRegistry metrics) {
        this.writer = writer;
        this.usage = usage;
        this.metrics = metrics;
    }

    @Incoming("orchestrator-catalog")
    @Blocking
    public void project(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        var facts = new ArrayList<CatalogFact>();
        var calls = new ArrayList<OtherCall>();
        for (ConsumerRecord<String, byte[]> event : records) {
            String type = header(event, Codec.CE_TYPE);
            if (type.equals(OtherCall.TYPE)) {
                readable(event, OtherCall::read).ifPresent(calls::add);
            } else if (!SIGNALS.contains(type)) {
                readable(event, CatalogConsumer::fact).ifPresent(facts::add);
            }
        }
        if (!facts.isEmpty()) {
            report(whenReachable(() -> writer.project(facts)));
        }
        if (!calls.isEmpty()) {
            int taken = whenReachable(() -> usage.add(calls));
            metrics.counter("mlintern_catalog_other_calls_total").inc(taken);
        }
    }

    private interface Reading<T> {
        Optional<T> of(ConsumerRecord<String, byte[]> event) throws UnreadableRecord;
    }

    private static Optional<CatalogFact> fact(ConsumerRecord<String, byte[]> event)
            throws UnreadableRecord {
        return CatalogFact.read(header(event, Codec.CE_TENANT), event.offset(), event.value());
    }

    private <T> Optional<T> readable(ConsumerRecord<String, byte[]> event, Reading<T> reading) {
        try {
            return reading.of(event);
        } catch (UnreadableRecord e) {
            metrics.counter("mlintern_catalog_unreadable_total").inc();
            LOG.error(
                    "a record cannot be read and is passed over: {}-{} offset {}: {}",
                    event.topic(),
                    event.partition(),
                    event.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static String header(ConsumerRecord<String, byte[]> event, String name) {
        var header = event.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
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
    }
}
