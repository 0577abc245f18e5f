package io.mlintern.kit.messaging;

import io.smallrye.reactive.messaging.extension.health.HealthChecks;
import io.smallrye.reactive.messaging.extension.health.SmallRyeReactiveMessagingLivenessCheck;
import io.smallrye.reactive.messaging.extension.health.SmallRyeReactiveMessagingReadinessCheck;
import io.smallrye.reactive.messaging.extension.health.SmallRyeReactiveMessagingStartupCheck;
import io.smallrye.reactive.messaging.providers.metrics.MetricDecorator;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import java.util.List;

/// Fits SmallRye's messaging into Helidon's Weld. Found by itself where this jar is.
public final class SmallRyeInHelidon implements Extension {
    // Their jar is no bean archive: without this Helidon's health does not see the channels.
    private static final List<Class<?>> HEALTH =
            List.of(
                    HealthChecks.class,
                    SmallRyeReactiveMessagingLivenessCheck.class,
                    SmallRyeReactiveMessagingReadinessCheck.class,
                    SmallRyeReactiveMessagingStartupCheck.class);

    void addHealth(@Observes BeforeBeanDiscovery discovery) {
        HEALTH.forEach(type -> discovery.addAnnotatedType(type, type.getName()));
    }

    /// It starts Helidon's metrics before they are configured.
    void leaveOutMetrics(@Observes ProcessAnnotatedType<MetricDecorator> type) {
        type.veto();
    }
}
