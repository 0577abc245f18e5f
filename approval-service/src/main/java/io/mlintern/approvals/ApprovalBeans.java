package io.mlintern.approvals;

import io.mlintern.approvals.keys.GrantKeyRepository;
import io.mlintern.approvals.keys.GrantKeys;
import io.mlintern.approvals.keys.SealedKeys;
import io.mlintern.approvals.policies.PolicyRepository;
import io.mlintern.approvals.publication.PolicyTopic;
import io.mlintern.approvals.publication.PublicationSettings;
import io.mlintern.approvals.requests.Requests;
import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.secrets.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;

/// Makes the service's parts from its configuration.
@ApplicationScoped
public class ApprovalBeans {
    public static final String SERVICE = "approval-service";
    private static final String SCHEMA = "approval_service";
    private static final int POOL_SIZE = 6;

    @Produces
    @Singleton
    ApprovalConfig config(Config config) {
        return ApprovalConfig.of(config);
    }

    @Produces
    @Singleton
    @ForService(SERVICE)
    Database database(Config config) {
        return Database.open(
                new DatabaseConfig(
                        config.getValue("mlintern.db.url", String.class),
                        config.getValue(ApprovalConfig.PREFIX + "db.user", String.class),
                        config.getValue(ApprovalConfig.PREFIX + "db.password", String.class),
                        SCHEMA,
                        POOL_SIZE));
    }

    void close(@Disposes @ForService(SERVICE) Database database) {
        database.close();
    }

    @Produces
    @Singleton
    PolicyRepository policies(@ForService(SERVICE) Database database) {
        return new PolicyRepository(database.jdbi());
    }

    @Produces
    @Singleton
    GrantKeys grantKeys(@ForService(SERVICE) Database database, ApprovalConfig config) {
        return new GrantKeys(
                new GrantKeyRepository(database.jdbi()),
                new SealedKeys(Seal.of(config.keyFile())),
                config.grantKeyLifetime(),
                Clock.systemUTC());
    }

    @Produces
    @Singleton
    Requests requests(
            @ForService(SERVICE) Database database, PolicyRepository policies, GrantKeys keys) {
        return new Requests(database.jdbi(), policies, keys, Clock.systemUTC());
    }

    @Produces
    @Singleton
    PublicationSettings publication(ApprovalConfig config) {
        return new PublicationSettings(
                config.policy(), config.publishInterval(), config.retryDelay());
    }

    @Produces
    @Singleton
    @ForService(SERVICE)
    KafkaClients kafka(Config config) {
        return new KafkaClients(KafkaSettings.from(config));
    }

    @Produces
    @Singleton
    PolicyTopic topic(@ForService(SERVICE) KafkaClients kafka) {
        return PolicyTopic.open(kafka, Clock.systemUTC());
    }

    void close(@Disposes PolicyTopic topic) {
        topic.close();
    }
}
