package io.mlintern.local.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.OwnerFile;
import io.mlintern.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// The keys and tokens of one local server, made at its first start and kept in `secrets` of the data folder.
public final class LocalIdentity {
    public static final String ISSUER = "mlintern";
    public static final String SERVICE_GROUP = "mlintern-service";
    public static final String ADMIN_GROUP = "mlintern-admin";
    private static final String TENANT = "local";
    private static final Duration VALID = Duration.ofDays(3650);

    private final DataFolder folder;
    private final SigningKey key;

    private LocalIdentity(DataFolder folder, SigningKey key) {
        this.folder = folder;
        this.key = key;
    }

    /// The folder's identity; its key, `token` and service token are written where they are missing.
    public static LocalIdentity of(DataFolder folder) throws IOException {
        Path file = folder.secrets().resolve("jwt-private.pem");
        LocalIdentity identity =
                new LocalIdentity(
                        folder, SigningKey.of(OwnerFile.readOrCreate(file, SigningKey::generate)));
        OwnerFile.write(identity.publicKeyFile(), identity.publicKey());
        OwnerFile.readOrCreate(
                folder.token(),
                () -> identity.token(System.getProperty("user.name"), List.of(ADMIN_GROUP)));
        OwnerFile.readOrCreate(
                identity.serviceTokenFile(), () -> identity.token(ISSUER, List.of(SERVICE_GROUP)));
        OwnerFile.readOrCreate(identity.credentialsKeyFile(), () -> secret(32));
        return identity;
    }

    /// A token that every service of this folder accepts for `user`.
    public String token(String user, List<String> groups) {
        Instant now = Instant.now();
        ObjectNode claims = Json.mapper().createObjectNode();
        claims.put("iss", ISSUER);
        claims.put("aud", ISSUER);
        claims.put("sub", user);
        claims.put("upn", user);
        claims.put("tenant", TENANT);
        groups.forEach(claims.putArray("groups")::add);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(VALID).getEpochSecond());
        return key.sign(claims);
    }

    /// The key that verifies this folder's tokens, as PEM.
    public String publicKey() {
        return key.publicPem();
    }

    public Path publicKeyFile() {
        return folder.secrets().resolve("jwt-public.pem");
    }

    public Path serviceTokenFile() {
        return folder.secrets().resolve("service-token");
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
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
