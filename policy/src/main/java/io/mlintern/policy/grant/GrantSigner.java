package io.mlintern.policy.grant;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.LinkedHashMap;

/// Signs grants as EdDSA JWS, with the JDK's Ed25519.
public final class GrantSigner {
    private final String keyId;
    private final PrivateKey key;

    private GrantSigner(String keyId, PrivateKey key) {
        this.keyId = keyId;
        this.key = key;
    }

    /// @param jwk an Ed25519 pair with its key id
    public static GrantSigner of(OctetKeyPair jwk) {
        return new GrantSigner(jwk.getKeyID(), Ed25519.privateKey(jwk));
    }

    public String keyId() {
        return keyId;
    }

    public String sign(Grant grant) {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                        .type(new JOSEObjectType(GrantClaims.TYPE))
                        .keyID(keyId)
                        .build();
        var claims = new LinkedHashMap<String, Object>();
        claims.put(GrantClaims.CALL, grant.callId().value());
        claims.put(GrantClaims.TOOL, grant.tool().value());
        claims.put(GrantClaims.ARGUMENTS, grant.argumentsSha256());
        claims.put(GrantClaims.EXPIRES, grant.expiresAt().getEpochSecond());
        claims.put(GrantClaims.POLICY, grant.policyVersion());
        byte[] input = new JWSObject(header, new Payload(claims)).getSigningInput();
        return new String(input, java.nio.charset.StandardCharsets.US_ASCII)
                + "."
                + Base64URL.encode(signature(input));
    }

    private byte[] signature(byte[] input) {
        try {
            Signature signature = Signature.getInstance(Ed25519.ALGORITHM);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that cannot sign", e);
        }
    }
}
