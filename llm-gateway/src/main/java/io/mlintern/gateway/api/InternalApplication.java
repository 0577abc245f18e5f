package io.mlintern.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/// What only other services call; no proxy leads here.
@ApplicationScoped
@ApplicationPath("/internal/llm-gateway")
@LoginConfig(authMethod = "MP-JWT")
public class InternalApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(CredentialsResource.class, OpenAiErrors.class);
    }
}
