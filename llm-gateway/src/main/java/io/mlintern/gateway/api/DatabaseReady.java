package io.mlintern.gateway.api;

import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Without its database the gateway knows nobody's keys.
@Readiness
@ApplicationScoped
public class DatabaseReady implements HealthCheck {
    private final Database database;

    @Inject
    public DatabaseReady(@ForService("llm-gateway") Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("llm-gateway-database")
                .status(database.isReachable())
                .build();
    }
}
