package io.mlintern.orchestrator;

import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.orchestrator.catalog.CatalogFacts;
import io.mlintern.orchestrator.model.FactSource;
import io.mlintern.orchestrator.catalog.CatalogWriter;
import io.mlintern.orchestrator.catalog.FactRepository;
import io.mlintern.orchestrator.catalog.LoadAnswers;
import io.mlintern.orchestrator.catalog.MessageRepository;
import io.mlintern.orchestrator.catalog.SessionRepository;
import io.mlintern.orchestrator.catalog.UsageRepository;
import io.mlintern.orchestrator.deadletters.DeadLetterLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;

/// Makes what the orchestrator's packages share out of its configuration: the database, its tables, Kafka's address.
@ApplicationScoped
public class OrchestratorBeans {
    public static final String SERVICE = "orchestrator";
    private static final String PREFIX = "mlintern.orchestrator.";

    @Produces
    @Singleton
    @ForService(SERVICE)
    Database database(Config config) {
        return Database.open(
                new DatabaseConfig(
                        config.getValue("mlintern.db.url", String.class),
                        config.getValue(PREFIX + "db.user", String.class),
                        config.getValue(PREFIX + "db.password", String.class),
                        "orchestrator",
                        config.getValue(PREFIX + "db.pool-size", Integer.class)));
    }

    void close(@Disposes @ForService(SERVICE) Database database) {
        database.close();
    }

    @Produces
    @Singleton
    @ForService(SERVICE)
    KafkaClients kafka(Config config) {
        return new KafkaClients(KafkaSettings.from(config));
    }

    @Produces
    @Singleton
    SessionRepository sessions(@ForService(SERVICE) Database database) {
        return new SessionRepository(database.jdbi());
    }

    @Produces
    @Singleton
    FactRepository facts(@ForService(SERVICE) Database database) {
        return new FactRepository(database.jdbi());
    }

    @Produces
    @Singleton
    FactSource factSource(FactRepository facts) {
        return new CatalogFacts(facts);
    }

    @Produces
    @Singleton
    MessageRepository messages(@ForService(SERVICE) Database database) {
        return new MessageRepository(database.jdbi());
    }

    @Produces
    @Singleton
    DeadLetterLog deadLetters(@ForService(SERVICE) KafkaClients kafka) {
        return new DeadLetterLog(kafka);
    }

    @Produces
    @Singleton
    UsageRepository usage(@ForService(SERVICE) Database database) {
        return new UsageRepository(database.jdbi());
    }

    @Produces
    @Singleton
    LoadAnswers loadAnswers(SessionRepository sessions, @ForService(SERVICE) KafkaClients kafka) {
        return new LoadAnswers(sessions, kafka, Clock.systemUTC());
    }

    void close(@Disposes LoadAnswers answers) {
        answers.close();
    }

    @Produces
    @Singleton
    CatalogWriter catalog(@ForService(SERVICE) Database database) {
        return new CatalogWriter(database.jdbi());
    }
}
