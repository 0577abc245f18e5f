package io.mlintern.gateway.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// Issues the tokens that a running gateway of the tests accepts.
public final class TestTokens {
    private final ECKey key;

    public TestTokens() {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("no key for the tests", e);
        }
    }

    public String publicKey() {
        try {
            var body =
                    Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(key.toECPublicKey().getEncoded());
            return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
        } catch (JOSEException e) {
            throw new IllegalStateException("no key for the tests", e);
        }
    }

    public String user(String name) {
        return token(name, List.of());
    }

    public String service() {
        return token("mlintern", List.of("mlintern-service"));
    }

    private String token(String user, List<String> groups) {
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer("mlintern")
                        .audience("mlintern")
                        .subject(user)
                        .claim("upn", user)
                        .claim("tenant", "local")
                        .claim("groups", groups)
                        .jwtID(user + groups)
                        .claim("iat", Instant.now().getEpochSecond())
                        .claim("exp", Instant.now().getEpochSecond() + 3600)
                        .build();
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("test").build();
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign for the tests", e);
        }
    }
}
