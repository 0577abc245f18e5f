package io.mlintern.orchestrator.model;

import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.runs.RunCounters;
import io.mlintern.kit.runs.Runs;
import io.mlintern.kit.runs.RunsConfig;
import io.mlintern.orchestrator.model.ModelRunner.Surroundings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Starts the model runner with the container and ends it with it.
@ApplicationScoped
public class ModelRunnerLifecycle {
    static final String GATEWAY_URL = "mlintern.orchestrator.llm-gateway.url";
    private static final String SCHEMA = "orchestrator";
    private static final int POOL_SIZE = 6;

    private final Config config;
    private final Instance<FactSource> catalog;
    private final MetricRegistry metrics;
    private Optional<Runs> runs = Optional.empty();
    private Optional<ModelRunner> runner = Optional.empty();

    @Inject
    ModelRunnerLifecycle(Config config, Instance<FactSource> catalog, MetricRegistry metrics) {
        this.config = config;
        this.catalog = catalog;
        this.metrics = metrics;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        var settings = ModelRunnerConfig.of(config);
        var opened = Runs.open(database(), RunsConfig.impatient(settings.instance()));
        runs = Optional.of(opened);
        show(opened.counters());
        runner =
                Optional.of(
                        ModelRunner.start(
                                settings,
                                new Surroundings(
                                        opened,
                                        facts(),
                                        this::gateway,
                                        this::serviceToken,
                                        passedOver())));
    }

    private void show(RunCounters counters) {
        metrics.gauge("mlintern_model_runs_claimed", counters, RunCounters::claimed);
        metrics.gauge("mlintern_model_runs_lapsed", counters, RunCounters::lapsed);
        metrics.gauge("mlintern_model_runs_taken_over", counters, RunCounters::takenOver);
    }

    private PassedOver passedOver() {
        return new PassedOver(
                metrics.counter("mlintern_model_unreadable_total")::inc,
                metrics.counter("mlintern_model_deleted_unread_total")::inc);
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stop();
    }

    @PreDestroy
    void stop() {
        runner.ifPresent(ModelRunner::close);
        runner = Optional.empty();
        runs.ifPresent(Runs::close);
        runs = Optional.empty();
    }

    boolean isReady() {
        return runner.map(ModelRunner::isReady).orElse(false);
    }

    /// Without a catalog everything that is not in memory is read from the topic.
    private FactSource facts() {
        return catalog.isResolvable() ? catalog.get() : (_, _, _) -> List.of();
    }

    private DatabaseConfig database() {
        return new DatabaseConfig(
                config.getValue("mlintern.db.url", String.class),
                config.getValue("mlintern.orchestrator.db.user", String.class),
                config.getValue("mlintern.orchestrator.db.password", String.class),
                SCHEMA,
                POOL_SIZE);
    }

    private URI gateway() {
        return config.getValue(GATEWAY_URL, URI.class);
    }

    private String serviceToken() {
        var file = Path.of(config.getValue("mlintern.service-token-file", String.class));
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the service token cannot be read", e);
        }
    }
}
