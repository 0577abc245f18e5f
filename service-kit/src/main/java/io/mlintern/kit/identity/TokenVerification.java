package io.mlintern.kit.identity;

import io.helidon.config.mp.MpConfig;
import io.helidon.microprofile.jwt.auth.JwtAuthProviderService;
import io.helidon.microprofile.security.SecurityCdiExtension;
import io.helidon.security.AuthenticationResponse;
import io.helidon.security.ProviderRequest;
import io.helidon.security.spi.AuthenticationProvider;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/// Lets Helidon's MicroProfile JWT check each token once a minute in place of once a request. Found by itself where this jar is.
///
/// Only for tokens that come as `Authorization: Bearer`: where another header or a cookie is configured
/// (`mp.jwt.token.header`), Helidon checks alone.
public final class TokenVerification implements Extension {
    /// Before Helidon, whose priority is 5, puts in its own.
    void register(
            @Observes @Priority(4) @Initialized(ApplicationScoped.class) Object event,
            BeanManager beans) {
        var helidons = new JwtAuthProviderService();
        var security = beans.getExtension(SecurityCdiExtension.class).securityBuilder();
        var config = ConfigProvider.getConfig();
        boolean usual = config.getOptionalValue("mp.jwt.token.header", String.class).isEmpty();
        if (usual && !security.hasProvider(helidons.providerConfigKey())) {
            var provider =
                    (AuthenticationProvider)
                            helidons.providerInstance(MpConfig.toHelidonConfig(config));
            security.addProvider(new Remembering(provider), helidons.providerConfigKey());
        }
    }

    private static final class Remembering implements AuthenticationProvider {
        private final VerifiedTokens verified = new VerifiedTokens(Clock.systemUTC());
        private final AuthenticationProvider helidons;

        Remembering(AuthenticationProvider helidons) {
            this.helidons = helidons;
        }

        @Override
        public AuthenticationResponse authenticate(ProviderRequest request) {
            var sent = request.env().headers().getOrDefault("Authorization", List.of());
            return sent.isEmpty()
                    ? helidons.authenticate(request)
                    : verified.of(sent, () -> helidons.authenticate(request));
        }

        @Override
        public Collection<Class<? extends Annotation>> supportedAnnotations() {
            return helidons.supportedAnnotations();
        }
    }
}
