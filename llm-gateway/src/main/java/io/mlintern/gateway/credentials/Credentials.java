package io.mlintern.gateway.credentials;

import io.mlintern.gateway.GatewayConfig;
import io.mlintern.gateway.routing.Provider;
import io.mlintern.gateway.routing.ProviderSettings;
import io.mlintern.kit.database.Database;
import io.mlintern.kit.secrets.CredentialRepository;
import io.mlintern.kit.secrets.Seal;
import io.mlintern.protocol.Actor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The keys and addresses of users, as they are at each call.
public final class Credentials {
    private static final Set<String> KEYS = keyNames();
    private static final Set<String> ADDRESSES = addressNames();

    private final CredentialRepository repository;
    private final GatewayConfig config;

    Credentials(CredentialRepository repository, GatewayConfig config) {
        this.repository = repository;
        this.config = config;
    }

    /// @param keyFile 32 bytes in Base64
    public static Credentials open(Database database, Path keyFile, GatewayConfig config) {
        return new Credentials(new CredentialRepository(database, Seal.of(keyFile)), config);
    }

    /// Stores what the gateway has a use for; the rest belongs to other services. Addresses are taken on a person's own
    /// server only: on a shared one they would let a user send our requests anywhere.
    public void put(Actor owner, Map<String, String> values) {
        Map<String, String> used = new HashMap<>();
        values.forEach(
                (name, value) -> {
                    boolean address = config.local() && ADDRESSES.contains(name);
                    if (KEYS.contains(name) || address) used.put(name, value);
                });
        repository.put(owner, used);
    }

    public ProviderSettings settings(Actor caller) {
        return new ProviderSettings(repository.of(caller), config.installation(), config.local());
    }

    private static Set<String> keyNames() {
        Set<String> names = new HashSet<>();
        for (Provider provider : Provider.values()) names.addAll(provider.keyNames());
        return Collections.unmodifiableSet(names);
    }

    private static Set<String> addressNames() {
        Set<String> names = new HashSet<>();
        for (Provider provider : Provider.values()) names.addAll(provider.baseUrlNames());
        return Collections.unmodifiableSet(names);
    }
}
