package io.mlintern.policy.grant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.PolicyRecord;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;

/// Fresh grant keys for tests.
public final class GrantKeys {
    private GrantKeys() {}

    public static OctetKeyPair fresh() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new OctetKeyPair.Builder(Curve.Ed25519, last32(pair.getPublic().getEncoded()))
                    .d(last32(pair.getPrivate().getEncoded()))
                    .keyIDFromThumbprint()
                    .build();
        } catch (NoSuchAlgorithmException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static PolicyRecord.GrantKey published(OctetKeyPair pair, Instant notAfter) {
        return new PolicyRecord.GrantKey(
                pair.getKeyID(), new JsonObject(pair.toPublicJWK().toJSONString()), notAfter);
    }

    private static Base64URL last32(byte[] encoded) {
        return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }
}
