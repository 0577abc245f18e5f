package io.mlintern.approvals.api;

import io.mlintern.kit.http.HttpApplication;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import java.util.Set;

/// What anybody may know, without a token.
@ApplicationScoped
@ApplicationPath("/.well-known")
public class WellKnownApplication extends HttpApplication {
    @Override
    protected Set<Class<?>> resources() {
        return Set.of(JwksResource.class);
    }
}
