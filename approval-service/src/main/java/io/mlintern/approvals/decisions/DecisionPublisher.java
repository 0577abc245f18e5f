package io.mlintern.approvals.decisions;

import io.mlintern.approvals.ApprovalBeans;
import io.mlintern.approvals.requests.Requests;
import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import io.mlintern.kit.database.Notifications;
import io.mlintern.kit.kafka.KafkaClients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells decisions as soon as they are made, and ends the time of requests that nobody answers. One thread of each replica.
@ApplicationScoped
public class DecisionPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionPublisher.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final Requests requests;
    private final DecisionOutbox outbox;
    private final MetricRegistry metrics;
    private final Semaphore news = new Semaphore(0);
    private Optional<Notifications> listening = Optional.empty();
    private final Thread thread;

    @Inject
    public DecisionPublisher(
            @ForService(ApprovalBeans.SERVICE) Database database,
            Requests requests,
            @ForService(ApprovalBeans.SERVICE) KafkaClients kafka,
            MetricRegistry metrics) {
        this.database = database;
        this.requests = requests;
        this.metrics = metrics;
        outbox = new DecisionOutbox(database.jdbi(), kafka, Clock.systemUTC());
        thread = Thread.ofVirtual().name("tell-decisions").unstarted(this::run);
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
        listening =
                Optional.of(Notifications.listen(database, Requests.DECIDED, _ -> news.release()));
        thread.start();
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object ending)
            throws InterruptedException {
        thread.interrupt();
        var _ = thread.join(PATIENCE);
        listening.ifPresent(Notifications::close);
        outbox.close();
    }

    private void run() {
        try {
            while (true) {
                step();
                boolean _ = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                int _ = news.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        try {
            int expired = requests.expire();
            int told = outbox.tell();
            metrics.counter("mlintern_approvals_expired_total").inc(expired);
            metrics.counter("mlintern_approvals_decided_total").inc(told);
            if (told > 0 || expired > 0) {
                news.release();
            }
        } catch (RuntimeException e) {
            LOG.warn("decisions cannot be told yet: {}", e.toString());
            Thread.sleep(TRY_AGAIN);
        }
    }
}
