package io.mlintern.kit.http;

import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A service's JAX-RS application: names its resources, and has the rest from here (JSON by the wire's own mapper,
/// problems for every failure, bounded bodies).
///
/// ```java
/// @ApplicationPath("/api")
/// @LoginConfig(authMethod = "MP-JWT")
/// @ApplicationScoped
/// public class ApiApplication extends HttpApplication {
///     protected Set<Class<?>> resources() { return Set.of(SessionsResource.class); }
/// }
/// ```
///
/// With that login a resource without annotation is denied to whoever has no valid token; `@PermitAll` opens it,
/// `@RolesAllowed` asks for groups.
public abstract class HttpApplication extends Application {
    /// Resources and features of this application alone; several applications may share a container.
    protected abstract Set<Class<?>> resources();

    @Override
    public Set<Class<?>> getClasses() {
        var classes = new HashSet<>(resources());
        classes.add(HttpFeature.class);
        return Set.copyOf(classes);
    }

    /// Helidon brings JSON-B too; without this it would be luck which of the two writes.
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.jsonFeature", "JacksonFeature");
    }
}
