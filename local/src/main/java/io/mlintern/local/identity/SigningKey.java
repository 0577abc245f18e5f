package io.mlintern.local.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// An ES256 key that signs tokens, kept as two PEM blocks.
final class SigningKey {
    private static final String BEGIN = "-----BEGIN %s-----";
    private static final String END = "-----END %s-----";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final PrivateKey key;
    private final String publicPem;

    private SigningKey(PrivateKey key, String publicPem) {
        this.key = key;
        this.publicPem = publicPem;
    }

    /// A new one, both halves as PEM.
    static String generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return pem(PUBLIC, pair.getPublic().getEncoded())
                    + pem(PRIVATE, pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this JDK makes no ES256 key", failure);
        }
    }

    /// @throws IllegalArgumentException when this is not what `generate` gave
    static SigningKey of(String pem) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block(PRIVATE, pem));
            PrivateKey key =
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            byte[] publicKey = Base64.getMimeDecoder().decode(block(PUBLIC, pem));
            return new SigningKey(key, pem(PUBLIC, publicKey));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("not an ES256 key", unreadable);
        }
    }

    private static String block(String title, String pem) {
        int begin = pem.indexOf(BEGIN.formatted(title));
        int end = pem.indexOf(END.formatted(title));
        if (begin < 0 || end < begin)
            throw new IllegalArgumentException("no " + title + " in the PEM");
        return pem.substring(begin + BEGIN.formatted(title).length(), end);
    }

    private static String pem(String title, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return BEGIN.formatted(title) + "\n" + body + "\n" + END.formatted(title) + "\n";
    }

    /// What verifies the tokens.
    String publicPem() {
        return publicPem;
    }

    /// A JSON Web Token with these claims.
    String sign(JsonNode claims) {
        ObjectNode header = Json.mapper().createObjectNode().put("alg", "ES256").put("typ", "JWT");
        String content = encode(header.toString()) + "." + encode(claims.toString());
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the token could not be signed", failure);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
