package io.mlintern.approvals.publication;

import io.mlintern.approvals.keys.GrantKeys;
import io.mlintern.approvals.policies.ConfiguredPolicy;
import io.mlintern.approvals.policies.PolicyRepository;
import io.mlintern.approvals.policies.StoredPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the configured policy in force at start, and keeps topic `policies` up to date from then on.
@ApplicationScoped
public class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PublicationSettings settings;
    private final PolicyRepository policies;
    private final Publication publication;
    private final PublicationMetrics metrics;
    private final AtomicReference<Optional<StoredPolicy>> published =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Thread>> thread =
            new AtomicReference<>(Optional.empty());

    @Inject
    public Publisher(
            PublicationSettings settings,
            PolicyRepository policies,
            GrantKeys keys,
            PolicyTopic topic,
            PublicationMetrics metrics) {
        this.settings = settings;
        this.policies = policies;
        this.publication = new Publication(policies, keys, topic);
        this.metrics = metrics;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
        StoredPolicy policy = ConfiguredPolicy.read(settings.policy());
        if (policies.apply(policy)) {
            LOG.info("policy {} is in force, version {}", policy.policyId(), policy.version());
        }
        thread.set(Optional.of(Thread.ofVirtual().name("publish-policies").start(this::run)));
    }

    /// The policy that this replica has published as the one in force.
    public Optional<StoredPolicy> published() {
        return published.get();
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object ending)
            throws InterruptedException {
        Optional<Thread> running = thread.getAndSet(Optional.empty());
        if (running.isPresent()) {
            running.get().interrupt();
            var _ = running.get().join(PATIENCE);
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(attempt());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return after which time to look again
    private Duration attempt() throws InterruptedException {
        try {
            Optional<StoredPolicy> now = publication.publish().inForce();
            if (!published.getAndSet(now).equals(now)) {
                now.ifPresent(policy -> LOG.info("policy {} is published", policy.policyId()));
            }
            metrics.succeeded();
            return settings.interval();
        } catch (NotPublishedException | JdbiException e) {
            LOG.warn("the policies are not published yet: {}", e.getClass().getSimpleName(), e);
            metrics.failed();
            return settings.retryDelay();
        }
    }
}
