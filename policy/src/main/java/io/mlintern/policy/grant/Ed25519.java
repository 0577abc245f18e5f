package io.mlintern.policy.grant;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// Keys between JWK (RFC 8037: the raw 32 bytes) and the JDK, whose encodings (RFC 8410) are these bytes behind a fixed head.
final class Ed25519 {
    static final String ALGORITHM = "Ed25519";
    private static final int LENGTH = 32;
    private static final byte[] PUBLIC_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PRIVATE_HEAD =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519() {}

    static PublicKey publicKey(OctetKeyPair jwk) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(
                            new X509EncodedKeySpec(encoded(PUBLIC_HEAD, jwk, jwk.getDecodedX())));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 public key", e);
        }
    }

    static PrivateKey privateKey(OctetKeyPair jwk) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(encoded(PRIVATE_HEAD, jwk, jwk.getDecodedD())));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 private key", e);
        }
    }

    private static byte[] encoded(byte[] head, OctetKeyPair jwk, byte[] raw) {
        if (!Curve.Ed25519.equals(jwk.getCurve()) || raw == null || raw.length != LENGTH) {
            throw new IllegalArgumentException("no Ed25519 key");
        }
        byte[] encoded = new byte[head.length + LENGTH];
        System.arraycopy(head, 0, encoded, 0, head.length);
        System.arraycopy(raw, 0, encoded, head.length, LENGTH);
        return encoded;
    }
}
