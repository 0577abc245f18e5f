package io.mlintern.gateway;

import io.mlintern.gateway.credentials.Credentials;
import io.mlintern.gateway.models.ModelList;
import io.mlintern.gateway.routing.ProviderSettings;
import io.mlintern.gateway.upstream.UpstreamClient;
import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import io.mlintern.kit.database.DatabaseConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/// Makes the gateway's parts from its configuration.
@ApplicationScoped
public class GatewayBeans {
    static final String SERVICE = "llm-gateway";
    private static final String SCHEMA = "llm_gateway";
    private static final int POOL_SIZE = 4;

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
    ModelCalls modelCalls(UpstreamClient client) {
        return new ModelCalls(client);
    }

    @Produces
    @Singleton
    ModelList modelList(UpstreamClient client, GatewayConfig config) {
        return new ModelList(client.http(), config.modelsTimeout());
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
        var everybody = new ProviderSettings(Map.of(), gateway.installation(), gateway.local());
        return Credentials.open(database, key, everybody);
    }
}
