package io.mlintern.tools;

import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.runs.Runs;
import io.mlintern.kit.runs.RunsConfig;
import io.mlintern.kit.secrets.CredentialRepository;
import io.mlintern.kit.secrets.Seal;
import io.mlintern.tools.secrets.SecretMasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;

/// Makes tool-service's parts from its configuration.
@ApplicationScoped
public class ToolServiceBeans {
    public static final String SERVICE = "tool-service";

    private static final String SCHEMA = "tool_service";
    private static final int POOL_SIZE = 4;

    @Produces
    @Singleton
    @ForService(SERVICE)
    DatabaseConfig databaseConfig(Config config) {
        return new DatabaseConfig(
                config.getValue("mlintern.db.url", String.class),
                config.getValue("mlintern.tool-service.db.user", String.class),
                config.getValue("mlintern.tool-service.db.password", String.class),
                SCHEMA,
                POOL_SIZE);
    }

    @Produces
    @Singleton
    @ForService(SERVICE)
    Database database(@ForService(SERVICE) DatabaseConfig config) {
        return Database.open(config);
    }

    void close(@Disposes @ForService(SERVICE) Database database) {
        database.close();
    }

    @Produces
    @Singleton
    @ForService(SERVICE)
    Runs runs(@ForService(SERVICE) DatabaseConfig database, Config config) {
        return Runs.open(database, RunsConfig.of(KafkaSettings.from(config).instance()));
    }

    void close(@Disposes @ForService(SERVICE) Runs runs) {
        runs.close();
    }

    @Produces
    @Singleton
    @ForService(SERVICE)
    CredentialRepository credentials(@ForService(SERVICE) Database database, Config config) {
        String key = config.getValue("mlintern.credentials-key-file", String.class);
        return new CredentialRepository(database, Seal.of(Path.of(key)));
    }

    @Produces
    @Singleton
    SecretMasks masks(@ForService(SERVICE) CredentialRepository credentials) {
        return new SecretMasks(user -> credentials.of(user).values());
    }
}
