package io.mlintern.approvals.publication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// Counts how often the policies were written to their topic, and how often that failed.
@ApplicationScoped
public class PublicationMetrics {
    private static final String NAME = "mlintern_policy_publications";

    private final MetricRegistry registry;

    @Inject
    public PublicationMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    void succeeded() {
        registry.counter(NAME, new Tag("outcome", "done")).inc();
    }

    void failed() {
        registry.counter(NAME, new Tag("outcome", "failed")).inc();
    }
}
