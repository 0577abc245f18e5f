package io.mlintern.local.server;

import io.mlintern.kit.identity.SigningKeys;
import io.mlintern.kit.identity.TokenIssuer;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.OwnerFile;
import io.mlintern.protocol.Actor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

public final class LocalIdentity {
    private static final String TENANT = "local";
    private static final Duration VALID = Duration.ofDays(3650);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DataFolder folder;

    private LocalIdentity(DataFolder folder) {
        this.folder = folder;
    }

    /// The folder's identity; its keys, `token` and the services' tokens are written where they are missing.
    public static LocalIdentity of(DataFolder folder) throws IOException {
        LocalIdentity identity = new LocalIdentity(folder);
        if (!Files.exists(identity.publicKeyFile())) identity.newKeys();
        OwnerFile.readOrCreate(
                folder.token(),
                () ->
                        identity.userToken(
                                System.getProperty("user.name"), Set.of(TokenIssuer.ADMIN_GROUP)));
        for (Service service : Service.values())
            OwnerFile.readOrCreate(
                    identity.serviceTokenFile(service),
                    () -> identity.issuer().service(service.folderName(), VALID));
        OwnerFile.readOrCreate(identity.credentialsKeyFile(), () -> secret(32));
        return identity;
    }

    /// The folder's identity where its keys are there already; nothing is written.
    ///
    /// @throws IOException where somebody else's folder keeps them
    public static Optional<LocalIdentity> existing(DataFolder folder) throws IOException {
        LocalIdentity identity = new LocalIdentity(folder);
        if (Files.notExists(identity.publicKeyFile())) return Optional.empty();
        Files.readString(identity.privateKeyFile());
        return Optional.of(identity);
    }

    /// Dying between the two: both are made anew. Tokens of earlier keys would be worthless, so they go first.
    private void newKeys() throws IOException {
        Files.deleteIfExists(folder.token());
        for (Service service : Service.values()) Files.deleteIfExists(serviceTokenFile(service));
        SigningKeys keys = SigningKeys.generate();
        OwnerFile.write(privateKeyFile(), keys.privatePem());
        OwnerFile.write(publicKeyFile(), keys.publicPem());
    }

    /// A token that every service of this folder accepts for this user.
    public String userToken(String user, Set<String> groups) {
        return issuer().user(new Actor(TENANT, user), groups, VALID);
    }

    private TokenIssuer issuer() {
        try {
            return new TokenIssuer(Files.readString(privateKeyFile()), Clock.systemUTC());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The key that verifies this folder's tokens, as PEM.
    public String publicKey() throws IOException {
        return Files.readString(publicKeyFile());
    }

    private Path privateKeyFile() {
        return folder.secrets().resolve("jwt-private.pem");
    }

    private Path publicKeyFile() {
        return folder.secrets().resolve("jwt-public.pem");
    }

    /// Each service speaks with a token of its own; in the combined form all with the orchestrator's.
    public Path serviceTokenFile(Service service) {
        return folder.secrets().resolve(service.folderName() + "-token");
    }

    public Path credentialsKeyFile() {
        return folder.secrets().resolve("credentials-key");
    }

    /// The folder's password of this name.
    public String password(String name) throws IOException {
        return OwnerFile.readOrCreate(
                folder.secrets().resolve("database-" + name), () -> secret(24));
    }

    private static String secret(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
