package io.mlintern.orchestrator.api;

import io.helidon.http.HeaderValues;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.interceptor.Interceptor;

/// Closes a connection once an answer that says `Connection: close` is sent. Helidon writes the header and goes on waiting.
@ApplicationScoped
public class AnnouncedCloses {

    /// Before the server starts, which it does late in the same event.
    void begin(
            @Observes
                    @Priority(Interceptor.Priority.PLATFORM_BEFORE)
                    @Initialized(ApplicationScoped.class)
                    Object event,
            BeanManager beans) {
        beans.getExtension(ServerCdiExtension.class)
                .serverRoutingBuilder()
                .addFilter(AnnouncedCloses::filter);
    }

    private static void filter(
            FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (response.isSent() && response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("closed as the answer said");
        }
    }
}
