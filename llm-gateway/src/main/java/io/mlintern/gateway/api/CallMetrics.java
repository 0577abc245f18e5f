package io.mlintern.gateway.api;

import io.mlintern.gateway.chat.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// Counts calls by provider and outcome, and the tokens that they took.
@ApplicationScoped
public class CallMetrics {
    private final MetricRegistry registry;

    @Inject
    public CallMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    void ended(String provider, String outcome, Optional<Usage> usage) {
        Tag from = new Tag("provider", provider);
        registry.counter("mlintern_llm_calls", from, new Tag("outcome", outcome)).inc();
        usage.ifPresent(
                figures -> {
                    count(from, "prompt", figures.promptTokens());
                    count(from, "completion", figures.completionTokens());
                });
    }

    private void count(Tag provider, String kind, long tokens) {
        registry.counter("mlintern_llm_tokens", provider, new Tag("kind", kind)).inc(tokens);
    }
}
