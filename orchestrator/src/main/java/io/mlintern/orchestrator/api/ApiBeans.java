package io.mlintern.orchestrator.api;

import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.CompactedTable;
import io.mlintern.orchestrator.OrchestratorBeans;
import io.mlintern.orchestrator.api.remote.Services;
import io.mlintern.protocol.ToolDescriptor;
import jakarta.enterprise.context.Initialized;
import io.mlintern.orchestrator.api.stream.EventStreams;
import io.mlintern.orchestrator.api.stream.StreamsConfig;
import io.mlintern.orchestrator.catalog.FactRepository;
import io.mlintern.orchestrator.catalog.SessionRepository;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.Topics;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the API's parts from its configuration.
@ApplicationScoped
public class ApiBeans {
    private static final Logger LOG = LoggerFactory.getLogger(ApiBeans.class);
    private static final String PREFIX = "mlintern.orchestrator.";

    @Produces
    @Singleton
    EventStreams streams(
            @ForService(OrchestratorBeans.SERVICE) KafkaClients kafka,
            FactRepository facts,
            Config config) {
        var streams =
                new StreamsConfig(
                        kafka.settings().topic(Topics.EVENTS),
                        kafka.settings().partitions(),
                        config.getValue(PREFIX + "events.recent-bytes", Long.class),
                        config.getValue(PREFIX + "events.waiting-bytes", Long.class),
                        config.getValue(PREFIX + "events.piece-bytes", Long.class),
                        config.getValue(PREFIX + "events.keep-alive", Duration.class),
                        config.getValue(PREFIX + "events.log-readers", Integer.class));
        return EventStreams.start(streams, () -> kafka.reader("orchestrator-events"), facts);
    }

    void close(@Disposes EventStreams streams) {
        streams.close();
    }

    /// Open streams would hold up the server's end: they go first.
    void end(
            @Observes @Priority(1) @BeforeDestroyed(ApplicationScoped.class) Object event,
            EventStreams streams) {
        streams.close();
    }

    @Produces
    @Singleton
    OperationLog operationLog(@ForService(OrchestratorBeans.SERVICE) KafkaClients kafka) {
        return new OperationLog(kafka, Clock.systemUTC());
    }

    void close(@Disposes OperationLog log) {
        log.close();
    }

    /// Followed from the start on, so that the first readers find the newest events and the tools in memory.
    void begin(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            EventStreams streams,
            CompactedTable<ToolDescriptor> tools) {
        LOG.debug(
                "events are followed, {} streams, {} tools",
                streams.openStreams(),
                tools.rows().size());
    }

    @Produces
    @Singleton
    Services services(Config config) {
        return new Services(config);
    }

    @Produces
    @Singleton
    CompactedTable<ToolDescriptor> tools(
            @ForService(OrchestratorBeans.SERVICE) KafkaClients kafka) {
        return CompactedTable.follow(kafka, Topics.TOOL_CATALOG, ToolDescriptor.class);
    }

    void close(@Disposes CompactedTable<ToolDescriptor> tools) {
        tools.close();
    }

    @Produces
    @Singleton
    SessionAccess access(SessionRepository sessions) {
        return new SessionAccess(sessions);
    }

    @Produces
    @Singleton
    Sessions sessions(
            SessionRepository repository, OperationLog log, EventStreams streams, Config config) {
        var requests =
                new SessionRequest(
                        new ModelId(config.getValue(PREFIX + "default-model", String.class)),
                        config.getOptionalValue("mlintern.local", Boolean.class).orElse(false),
                        config.getOptionalValue(PREFIX + "workspaces-folder", String.class)
                                .map(Path::of));
        return new Sessions(requests, repository, log, streams, Clock.systemUTC());
    }

    @Produces
    @Singleton
    Operations operations(
            OperationLog log,
            EventStreams streams,
            @ForService(OrchestratorBeans.SERVICE) Database database) {
        return new Operations(log, streams, new IdempotencyKeys(database.jdbi()));
    }
}
