package io.mlintern.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/// The gateway as clients of OpenAI's API see it.
@ApplicationScoped
@ApplicationPath("/v1")
@LoginConfig(authMethod = "MP-JWT")
public class GatewayApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(ChatResource.class, ModelsResource.class, OpenAiErrors.class);
    }

    /// Jersey keeps the first 8 KiB back in spite of each flush, which would hold a stream's beginning until its end.
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.contentLength.buffer", 0);
    }
}
