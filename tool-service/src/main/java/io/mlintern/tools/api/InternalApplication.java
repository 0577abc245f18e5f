package io.mlintern.tools.api;

import io.mlintern.kit.http.HttpApplication;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/// What only other services call; no proxy leads here.
@ApplicationScoped
@ApplicationPath("/internal/tool-service")
@LoginConfig(authMethod = "MP-JWT")
public class InternalApplication extends HttpApplication {
    @Override
    protected Set<Class<?>> resources() {
        return Set.of(CredentialsResource.class);
    }
}
