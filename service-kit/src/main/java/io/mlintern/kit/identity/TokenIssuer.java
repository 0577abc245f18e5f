package io.mlintern.kit.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.mlintern.protocol.Actor;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Signs the tokens that services accept: MicroProfile JWT with ES256, issuer and audience `mlintern`.
public final class TokenIssuer {
    public static final String ISSUER = "mlintern";

    /// Group of tokens that belong to a service and may speak for users.
    public static final String SERVICE_GROUP = "mlintern-service";

    /// Group of those who operate an installation.
    public static final String ADMIN_GROUP = "mlintern-admin";

    static final String TENANT = "tenant";
    private static final String SERVICES = "mlintern";

    private final JWSSigner signer;
    private final Clock clock;

    /// @param privatePem as [SigningKeys] makes it
    public TokenIssuer(String privatePem, Clock clock) {
        try {
            this.signer = new ECDSASigner(SigningKeys.privateKey(privatePem));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("not a private P-256 key in PEM", e);
        }
        this.clock = clock;
    }

    /// @throws IllegalArgumentException when the groups would make the user a service
    public String user(Actor user, Set<String> groups, Duration validFor) {
        if (groups.contains(SERVICE_GROUP)) {
            throw new IllegalArgumentException("a user is not in the group " + SERVICE_GROUP);
        }
        return sign(user, groups, validFor);
    }

    /// @param service its folder name
    public String service(String service, Duration validFor) {
        return sign(new Actor(SERVICES, service), Set.of(SERVICE_GROUP), validFor);
    }

    private String sign(Actor actor, Set<String> groups, Duration validFor) {
        var now = clock.instant();
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(ISSUER)
                        .subject(actor.user())
                        .claim("upn", actor.user())
                        .claim("groups", List.copyOf(groups))
                        .claim(TENANT, actor.tenant())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(validFor)))
                        .jwtID(UUID.randomUUID().toString())
                        .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the token could not be signed", e);
        }
        return token.serialize();
    }
}
