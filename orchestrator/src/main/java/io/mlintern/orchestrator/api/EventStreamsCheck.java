package io.mlintern.orchestrator.api;

import io.mlintern.orchestrator.api.stream.EventStreams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the tail of `events` is followed.
@Readiness
@ApplicationScoped
public class EventStreamsCheck implements HealthCheck {
    private final EventStreams streams;

    @Inject
    EventStreamsCheck(EventStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("orchestrator-event-streams")
                .status(streams.isReady())
                .withData("streams", streams.openStreams())
                .build();
    }
}
