package io.mlintern.orchestrator.api;

import io.helidon.microprofile.server.ServerCdiExtension;
import io.mlintern.kit.origin.OriginProxy;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// With `mlintern.origin.proxy=true` this server is the one origin: what the other services answer is passed through, with
/// the caller's own token.
@ApplicationScoped
public class Origin {
    private static final String PREFIX = "mlintern.orchestrator.";

    private final Config config;
    private Optional<OriginProxy> proxy = Optional.empty();

    @Inject
    Origin(Config config) {
        this.config = config;
    }

    /// Before the server starts, which it does late in the same event.
    void begin(
            @Observes
                    @Priority(Interceptor.Priority.PLATFORM_BEFORE)
                    @Initialized(ApplicationScoped.class)
                    Object event,
            BeanManager beans) {
        if (config.getOptionalValue("mlintern.origin.proxy", Boolean.class).orElse(false)) {
            URI approvals = address("approval-service");
            var upstreams =
                    Map.of(
                            "/api/approvals", approvals,
                            "/api/policies", approvals,
                            "/.well-known/jwks.json", approvals,
                            "/v1", address("llm-gateway"));
            var filter = new OriginProxy(upstreams);
            beans.getExtension(ServerCdiExtension.class).serverRoutingBuilder().any(filter);
            proxy = Optional.of(filter);
        }
    }

    private URI address(String service) {
        return config.getValue(PREFIX + service + ".url", URI.class);
    }

    @PreDestroy
    void end() {
        proxy.ifPresent(OriginProxy::close);
    }
}
