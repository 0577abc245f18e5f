package io.mlintern.orchestrator.api.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/// Clients of the other services. Addresses are read when a client is made: in one JVM they are known only once the
/// server listens.
public final class Services {
    private static final String PREFIX = "mlintern.orchestrator.";
    private static final int CONNECT_SECONDS = 2;
    private static final int READ_SECONDS = 10;

    private final Config config;

    public Services(Config config) {
        this.config = config;
    }

    /// To be closed by who takes it.
    public GatewayModels gatewayModels() {
        return client(address("llm-gateway"), GatewayModels.class);
    }

    /// All services that keep credentials of users; each to be closed by who takes it.
    public List<CredentialStore> credentialStores() {
        return List.of(store("llm-gateway"), store("tool-service"));
    }

    /// `Bearer …` with our own token.
    public String authorization() {
        try {
            var file = Path.of(config.getValue("mlintern.service-token-file", String.class));
            return "Bearer " + Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the service token cannot be read", e);
        }
    }

    private CredentialStore store(String service) {
        var path = "/internal/" + service + "/credentials";
        return client(address(service).resolve(path), CredentialStore.class);
    }

    private URI address(String service) {
        return config.getValue(PREFIX + service + ".url", URI.class);
    }

    private static <T> T client(URI base, Class<T> type) {
        return RestClientBuilder.newBuilder()
                .baseUri(base)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(type);
    }
}
