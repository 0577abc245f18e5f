package io.mlintern.tools;

import io.mlintern.kit.ForService;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.runs.Runs;
import io.mlintern.tools.secrets.SecretMasks;
import io.mlintern.tools.worker.ToolWorker;
import io.mlintern.tools.worker.WorkerConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tool worker in its container. While Kafka is away it tries again; until it takes calls it is
/// not ready.
@ApplicationScoped
public class ToolService {
    private static final Logger LOG = LoggerFactory.getLogger(ToolService.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final Config config;
    private final Runs runs;
    private final SecretMasks masks;
    private volatile Optional<ToolWorker> worker = Optional.empty();
    private volatile Optional<Thread> starter = Optional.empty();

    @Inject
    ToolService(Config config, @ForService(ToolServiceBeans.SERVICE) Runs runs, SecretMasks masks) {
        this.config = config;
        this.runs = runs;
        this.masks = masks;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        var clients = new KafkaClients(KafkaSettings.from(config));
        var tools = Tools.all(System.getenv());
        var settings = WorkerConfig.from(config);
        var parts = new ToolWorker.Parts(clients, runs, settings, tools, masks);
        starter =
                Optional.of(
                        Thread.ofPlatform().name("tool-worker-start").start(() -> start(parts)));
    }

    private void start(ToolWorker.Parts parts) {
        try {
            while (worker.isEmpty()) {
                try {
                    worker = Optional.of(ToolWorker.start(parts));
                } catch (ExecutionException | KafkaException e) {
                    LOG.warn("the tool worker cannot start yet: {}", e.toString());
                    Thread.sleep(TRY_AGAIN);
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("the tool worker is not wanted any more");
        }
    }

    /// Empty until calls can be taken.
    Optional<ToolWorker> worker() {
        return worker;
    }

    @PreDestroy
    void close() throws InterruptedException {
        if (starter.isPresent()) {
            starter.get().interrupt();
            starter.get().join();
        }
        worker.ifPresent(ToolWorker::close);
    }
}
