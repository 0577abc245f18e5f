package io.mlintern.tools;

import io.mlintern.tools.worker.ToolWorker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready means: a policy is read, calls are handed out to this worker, and its database answers.
@Readiness
@ApplicationScoped
public class ToolServiceReady implements HealthCheck {
    private final ToolService service;

    @Inject
    ToolServiceReady(ToolService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        boolean ready = service.worker().filter(ToolWorker::isReady).isPresent();
        return HealthCheckResponse.named("tool-worker")
                .status(ready)
                .withData("slots", service.worker().map(ToolWorker::slots).orElse(0))
                .build();
    }
}
