package io.mlintern.gateway;

import io.mlintern.gateway.credentials.Credentials;
import io.mlintern.gateway.models.ModelList;
import io.mlintern.gateway.prices.PriceList;
import io.mlintern.gateway.prices.Prices;
import io.mlintern.gateway.upstream.UpstreamClient;
import io.mlintern.gateway.usage.UsageLog;
import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Makes the gateway's parts from its configuration.
@ApplicationScoped
public class GatewayBeans {
    static final String SERVICE = "llm-gateway";
    private static final String SCHEMA = "llm_gateway";
    private static final int POOL_SIZE = 4;

    /// What is set wrongly stops the start, not the first call.
    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            ModelCalls calls,
            UsageLog usages) {}

    @Produces
    @Singleton
    GatewayConfig config(Config config) {
        return GatewayConfig.of(config);
    }

    @Produces
    @Singleton
    UpstreamClient upstream(GatewayConfig config) {
        return new UpstreamClient(config.upstreamTimeout());
    }

    void close(@Disposes UpstreamClient client) {
        client.close();
    }

    @Produces
    @Singleton
    Prices prices(UpstreamClient client, GatewayConfig config) {
        PriceList operators = config.pricesFile().map(PriceList::of).orElseGet(PriceList::empty);
        return new Prices(operators, client.http(), config.modelsTimeout());
    }

    @Produces
    @Singleton
    ModelCalls modelCalls(UpstreamClient client, Prices prices) {
        return new ModelCalls(client, prices);
    }

    @Produces
    @Singleton
    ModelList modelList(UpstreamClient client, GatewayConfig config) {
        return new ModelList(client.http(), config.modelsTimeout());
    }

    @Produces
    @Singleton
    UsageLog usageLog(Config config, MetricRegistry metrics) {
        return new UsageLog(
                new KafkaClients(KafkaSettings.from(config)),
                new UsageLog.Counters(
                        metrics.counter("mlintern_llm_usage_written"),
                        metrics.counter("mlintern_llm_usage_dropped")));
    }

    void close(@Disposes UsageLog usages) {
        usages.close();
    }

    @Produces
    @Singleton
    @ForService(SERVICE)
    Database database(Config config) {
        return Database.open(
                new DatabaseConfig(
                        config.getValue("mlintern.db.url", String.class),
                        config.getValue(GatewayConfig.PREFIX + "db.user", String.class),
                        config.getValue(GatewayConfig.PREFIX + "db.password", String.class),
                        SCHEMA,
                        POOL_SIZE));
    }

    void close(@Disposes @ForService(SERVICE) Database database) {
        database.close();
    }

    @Produces
    @Singleton
    Credentials credentials(
            @ForService(SERVICE) Database database, Config config, GatewayConfig gateway) {
        Path key = Path.of(config.getValue("mlintern.credentials-key-file", String.class));
        return Credentials.open(database, key, gateway);
    }
}
