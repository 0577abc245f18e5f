package io.mlintern.orchestrator.api;

import io.mlintern.kit.http.HttpApplication;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/// Everything under `/api` that the orchestrator answers itself.
@ApplicationScoped
@ApplicationPath("/api")
@LoginConfig(authMethod = "MP-JWT")
@OpenAPIDefinition(
        info = @Info(title = "ML Intern", version = "1"),
        security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
        securitySchemeName = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT")
public class ApiApplication extends HttpApplication {
    @Override
    protected Set<Class<?>> resources() {
        return Set.of(
                SessionsResource.class,
                OperationsResource.class,
                EventsResource.class,
                MessagesResource.class,
                UsageResource.class,
                CredentialsResource.class,
                CatalogResource.class,
                DeadLettersResource.class,
                RefusalMapper.class,
                DatabaseAway.class,
                KafkaAway.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        // Jersey holds back the first 8 KiB of an answer to count them: a stream must begin at
        // once.
        var properties = new HashMap<>(super.getProperties());
        properties.put("jersey.config.server.contentLength.buffer", 0);
        return properties;
    }
}
