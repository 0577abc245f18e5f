package io.mlintern.orchestrator.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the group has given this replica its partitions.
@Readiness
@ApplicationScoped
public class ModelRunnerReadiness implements HealthCheck {
    private final ModelRunnerLifecycle runner;

    @Inject
    ModelRunnerReadiness(ModelRunnerLifecycle runner) {
        this.runner = runner;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("orchestrator-model-runner")
                .status(runner.isReady())
                .build();
    }
}
