package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.Decision;
import java.util.Locale;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// The engine's counts as metrics: `mlintern_engine_…_total`.
final class CountedSteps implements EngineMetrics {
    private final MetricRegistry registry;

    CountedSteps(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void stepped() {
        registry.counter("mlintern_engine_steps").inc();
    }

    @Override
    public void dropped(Decision.Dropped reason) {
        registry.counter(
                        "mlintern_engine_dropped",
                        new Tag("reason", reason.name().toLowerCase(Locale.ROOT)))
                .inc();
    }

    @Override
    public void replayed() {
        registry.counter("mlintern_engine_replayed").inc();
    }

    @Override
    public void parked() {
        registry.counter("mlintern_engine_parked").inc();
    }

    @Override
    public void deadLettered() {
        registry.counter("mlintern_engine_dead_letters").inc();
    }

    @Override
    public void deletedUnread(long offsets) {
        registry.counter("mlintern_engine_deleted_unread").inc(offsets);
    }

    @Override
    public void quarantined() {
        registry.counter("mlintern_engine_quarantined").inc();
    }
}
