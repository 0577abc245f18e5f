package io.mlintern.kit.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.protocol.Json;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.ContextResolver;
import org.glassfish.jersey.jackson.JacksonFeature;

/// What [HttpApplication] brings along.
final class HttpFeature implements Feature {
    @Override
    public boolean configure(FeatureContext context) {
        context.register(JacksonFeature.withoutExceptionMappers());
        context.register(new Mapper());
        context.register(ProblemMapper.class);
        context.register(BareRefusals.class);
        context.register(BodyLimit.class);
        context.register(UnreadableBodies.class);
        return true;
    }

    private static final class Mapper implements ContextResolver<ObjectMapper> {
        @Override
        public ObjectMapper getContext(Class<?> type) {
            return Json.mapper();
        }
    }
}
