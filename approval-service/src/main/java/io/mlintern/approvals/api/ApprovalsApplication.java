package io.mlintern.approvals.api;

import io.mlintern.kit.http.HttpApplication;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/// What waits for people, for those who have a token.
@ApplicationScoped
@ApplicationPath("/api/approvals")
@LoginConfig(authMethod = "MP-JWT")
public class ApprovalsApplication extends HttpApplication {
    @Override
    protected Set<Class<?>> resources() {
        return Set.of(ApprovalsResource.class);
    }
}
