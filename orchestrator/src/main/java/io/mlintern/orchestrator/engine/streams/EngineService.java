package io.mlintern.orchestrator.engine.streams;

import io.mlintern.kit.kafka.CompactedTable;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.kafka.TopicsAdmin;
import io.mlintern.orchestrator.engine.Patience;
import io.mlintern.protocol.PolicyRecord;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine in its container: makes the topics, reads policies and tools whole, then starts the replica. While Kafka is
/// away it tries again; until all is done it is not ready.
@ApplicationScoped
public class EngineService {
    private static final Logger LOG = LoggerFactory.getLogger(EngineService.class);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private final Config config;
    private final MetricRegistry metrics;
    private final LiveContext context;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile Optional<Engine> engine = Optional.empty();
    private volatile Optional<Thread> starter = Optional.empty();

    @Inject
    EngineService(Config config, MetricRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
        this.context = new LiveContext(PromptFiles.read(), patience(config));
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        starter = Optional.of(Thread.ofPlatform().name("engine-start").start(this::startUp));
    }

    private void startUp() {
        try {
            while (closing.getCount() > 0) {
                try {
                    open();
                    return;
                } catch (ExecutionException | KafkaException e) {
                    closeOpened();
                    LOG.warn("the engine cannot start yet and tries again: {}", e.toString());
                    closing.await(TRY_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            LOG.error("the engine does not start: what it finds does not fit it", e);
        }
    }

    private void open() throws InterruptedException, ExecutionException {
        var kafka = KafkaSettings.from(config);
        var clients = new KafkaClients(kafka);
        try (var admin = clients.admin("engine-start")) {
            new TopicsAdmin(admin, kafka).ensure();
        }
        var tools =
                CompactedTable.follow(
                        clients, Topics.TOOL_CATALOG, ToolDescriptor.class, context::tools);
        opened.push(tools);
        var policies =
                CompactedTable.follow(
                        clients, Topics.POLICIES, PolicyRecord.class, context::policies);
        opened.push(policies);
        while (closing.getCount() > 0
                && !(tools.awaitReady(TRY_AGAIN_AFTER) && policies.awaitReady(TRY_AGAIN_AFTER))) {
            LOG.info("the engine waits for policies and tools");
        }
        if (closing.getCount() > 0) {
            var started = Engine.start(settings(kafka), context, new CountedSteps(metrics));
            opened.push(started);
            engine = Optional.of(started);
        }
    }

    private static Patience patience(Config config) {
        Patience usual = Patience.DEFAULT;
        return new Patience(
                duration(config, "hand-out-again-after").orElse(usual.firstHandOut()),
                duration(config, "hand-out-again-each").orElse(usual.laterHandOuts()),
                duration(config, "judge-again-after").orElse(usual.sentBack()),
                usual.people());
    }

    private static Optional<Duration> duration(Config config, String name) {
        return config.getOptionalValue("mlintern.orchestrator.engine." + name, Duration.class);
    }

    private EngineSettings settings(KafkaSettings kafka) {
        String stateDir =
                config.getOptionalValue("mlintern.state-dir", String.class)
                        .orElse(System.getProperty("java.io.tmpdir") + "/mlintern-engine");
        int standbys =
                config.getOptionalValue("mlintern.orchestrator.engine.standbys", Integer.class)
                        .orElse(0);
        return new EngineSettings(
                kafka.bootstrap(),
                kafka.prefix(),
                kafka.partitions(),
                kafka.instance(),
                Path.of(stateDir),
                standbys);
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck readiness() {
        return () ->
                HealthCheckResponse.named("engine")
                        .status(isReady())
                        .withData(
                                "tasks",
                                engine.map(Engine::activeTasks).map(Long::valueOf).orElse(0L))
                        .withData("policy", context.hasPolicy())
                        .build();
    }

    private boolean isReady() {
        return context.hasPolicy() && engine.filter(Engine::isReady).isPresent();
    }

    @PreDestroy
    void close() throws InterruptedException {
        closing.countDown();
        if (starter.isPresent()) {
            starter.get().join(Duration.ofSeconds(5));
        }
        closeOpened();
    }

    private void closeOpened() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the engine did not close", e);
            }
        }
    }
}
