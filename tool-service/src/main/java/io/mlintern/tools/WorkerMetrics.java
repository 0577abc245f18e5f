package io.mlintern.tools;

import io.mlintern.kit.runs.RunCounters;
import io.mlintern.tools.worker.ToolWorker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// The worker's figures; the backlog is what it is scaled by.
@ApplicationScoped
public class WorkerMetrics {
    private final MetricRegistry registry;
    private final ToolService service;

    @Inject
    WorkerMetrics(MetricRegistry registry, ToolService service) {
        this.registry = registry;
        this.service = service;
    }

    void register(@Observes @Initialized(ApplicationScoped.class) Object event) {
        gauge("mlintern_tool_backlog", "Calls that wait to be run", ToolWorker::backlog);
        gauge("mlintern_tool_slots", "Calls that may run at the same time", ToolWorker::slots);
        gauge("mlintern_tool_slots_free", "Slots without a call", ToolWorker::freeSlots);
        gauge(
                "mlintern_tool_dead_letters",
                "Unreadable records put aside",
                ToolWorker::deadLetters);
        counted("mlintern_tool_runs_claimed", "Calls claimed first here", RunCounters::claimed);
        counted("mlintern_tool_runs_lapsed", "Runs lost to other workers", RunCounters::lapsed);
        counted("mlintern_tool_runs_taken_over", "Runs taken over", RunCounters::takenOver);
    }

    private void counted(String name, String meaning, ToLongFunction<RunCounters> figure) {
        gauge(name, meaning, worker -> figure.applyAsLong(worker.counters()));
    }

    private void gauge(String name, String meaning, ToLongFunction<ToolWorker> figure) {
        var metadata = Metadata.builder().withName(name).withDescription(meaning).build();
        var _ =
                registry.gauge(
                        metadata, service, s -> s.worker().map(figure::applyAsLong).orElse(0L));
    }
}
