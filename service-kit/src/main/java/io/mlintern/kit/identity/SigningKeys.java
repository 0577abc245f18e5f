package io.mlintern.kit.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// A pair of P-256 keys as PEM: the private one (PKCS #8) signs tokens, the public one is what each service verifies them
/// with (`mp.jwt.verify.publickey`).
public record SigningKeys(String privatePem, String publicPem) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    public static SigningKeys generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new SigningKeys(
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                    pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /// @throws IllegalArgumentException for a text that is not such a key; the message does not show it
    static ECPrivateKey privateKey(String pem) {
        try {
            String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(encoded);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a private P-256 key in PEM (PKCS #8)");
        }
    }

    /// Without the private key, so that a log never has it.
    @Override
    public String toString() {
        return "signing keys";
    }

    private static String pem(String what, byte[] encoded) {
        String body = LINES.encodeToString(encoded);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, body);
    }
}
