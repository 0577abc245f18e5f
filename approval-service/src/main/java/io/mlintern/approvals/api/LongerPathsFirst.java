package io.mlintern.approvals.api;

import io.helidon.microprofile.server.JaxRsApplication;
import io.helidon.microprofile.server.JaxRsCdiExtension;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.ApplicationPath;
import java.util.Comparator;

/// Lets `/api/policies` be found where another service of the same container has `/api`.
///
/// Helidon asks its applications in no certain order, and the first whose path begins the request's answers, be it with
/// 404. Here those with longer paths are asked first.
@ApplicationScoped
public class LongerPathsFirst {
    /// After Helidon has its list of applications (0), before it registers them.
    private static final int WITH_LIST = 1;

    void order(
            @Observes @Priority(WITH_LIST) @Initialized(ApplicationScoped.class) Object started,
            BeanManager beans) {
        beans.getExtension(JaxRsCdiExtension.class)
                .applicationsToRun()
                .sort(Comparator.comparingInt(LongerPathsFirst::pathLength).reversed());
    }

    private static int pathLength(JaxRsApplication application) {
        return application
                .applicationClass()
                .map(type -> type.getAnnotation(ApplicationPath.class))
                .map(path -> path.value().length())
                .orElse(0);
    }
}
