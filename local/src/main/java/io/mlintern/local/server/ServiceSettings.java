package io.mlintern.local.server;

import io.mlintern.kit.identity.TokenIssuer;
import io.mlintern.local.database.ServiceSchemas;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Ports;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The configuration that a local server gives to its services, as MicroProfile Config properties.
public final class ServiceSettings {
    private final DataFolder folder;
    private final LocalIdentity identity;
    private final String bootstrap;
    private final String jdbcUrl;

    /// With the broker and the database where the folder's ports say that they are.
    public static ServiceSettings of(DataFolder folder, Ports ports) throws IOException {
        return new ServiceSettings(
                folder,
                LocalIdentity.of(folder),
                "127.0.0.1:" + ports.earlier("kafka"),
                "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(ports.earlier("postgresql"), ServiceSchemas.DATABASE));
    }

    ServiceSettings(DataFolder folder, LocalIdentity identity, String bootstrap, String jdbcUrl) {
        this.folder = folder;
        this.identity = identity;
        this.bootstrap = bootstrap;
        this.jdbcUrl = jdbcUrl;
    }

    /// What every service gets. `address` says where each service answers.
    public Map<String, String> shared(String instance, Function<Service, URI> address)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("mlintern.local", "true");
        approvalPolicy(System.getenv())
                .ifPresent(policy -> settings.put("mlintern.approval-policy", policy));
        settings.put("mlintern.instance", instance);
        settings.put("mlintern.kafka.bootstrap", bootstrap);
        settings.put("mlintern.db.url", jdbcUrl);
        settings.put("mlintern.state-dir", folder.state().resolve(instance).toString());
        settings.put("mlintern.credentials-key-file", identity.credentialsKeyFile().toString());
        // Streams come in small pieces: none may wait for the acknowledgement of the one before.
        settings.put("server.connection-options.tcp-no-delay", "true");
        // Whole conversations come in one request: with 32 KiB, which is usual, each was read in
        // pages, with a wait for the sender between them.
        settings.put("server.connection-options.socket-receive-buffer-size", "1048576");
        // Idle counts from the last request: the usual five minutes would cut every open stream.
        settings.put("server.idle-connection-timeout", "PT24H");
        settings.put(
                "mlintern.orchestrator.workspaces-folder",
                folder.root().resolve("workspaces").toString());
        settings.put("mp.jwt.verify.publickey", identity.publicKey());
        settings.put("mp.jwt.verify.publickey.algorithm", "ES256");
        settings.put("mp.jwt.verify.issuer", TokenIssuer.ISSUER);
        settings.put("mp.jwt.verify.audiences", TokenIssuer.ISSUER);
        for (Service service : EnumSet.complementOf(EnumSet.of(Service.ORCHESTRATOR))) {
            String key = "mlintern.orchestrator.%s.url".formatted(service.folderName());
            settings.put(key, address.apply(service).toString());
        }
        return settings;
    }

    /// The policy by the name under which users know the setting; a blank one counts as none.
    static Optional<String> approvalPolicy(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("ML_INTERN_APPROVAL_POLICY"))
                .map(String::strip)
                .filter(policy -> !policy.isEmpty());
    }

    /// What only this service gets: its role in the database, and its token.
    public Map<String, String> own(Service service) throws IOException {
        String prefix = "mlintern." + service.folderName();
        return Map.of(
                prefix + ".db.user",
                service.schema(),
                prefix + ".db.password",
                identity.password(service.schema()),
                "mlintern.service-token-file",
                identity.serviceTokenFile(service).toString());
    }

    /// The same as environment variables: MicroProfile Config finds `mlintern.db.url` as `MLINTERN_DB_URL`.
    public static Map<String, String> asEnvironment(Map<String, String> settings) {
        Map<String, String> environment = new LinkedHashMap<>();
        settings.forEach(
                (key, value) ->
                        environment.put(
                                key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT),
                                value));
        return environment;
    }
}
