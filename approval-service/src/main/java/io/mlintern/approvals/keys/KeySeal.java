package io.mlintern.approvals.keys;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Seals private keys as encrypted JWK (JWE, `dir` with A256GCM) by the installation's own key.
public final class KeySeal {
    private static final int KEY_BYTES = 32;

    private final SecretKey key;

    KeySeal(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a sealing key has 32 bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /// @param file 32 bytes in Base64, ordinary or for URLs
    public static KeySeal of(Path file) {
        try {
            String text = Files.readString(file).strip().replace('+', '-').replace('/', '_');
            return new KeySeal(Base64.getUrlDecoder().decode(text));
        } catch (IOException e) {
            throw new IllegalStateException("mlintern.credentials-key-file cannot be read", e);
        } catch (IllegalArgumentException _) {
            // Not as a cause: it may show a part of the key.
            throw new IllegalStateException(
                    "mlintern.credentials-key-file holds no 32 bytes in Base64");
        }
    }

    String seal(OctetKeyPair pair) {
        var header =
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                        .contentType("jwk+json")
                        .build();
        var sealed = new JWEObject(header, new Payload(pair.toJSONObject()));
        try {
            sealed.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java cannot seal with AES-GCM", e);
        }
        return sealed.serialize();
    }

    /// Empty when it was sealed with another key.
    Optional<OctetKeyPair> open(String sealed) {
        try {
            var object = JWEObject.parse(sealed);
            object.decrypt(new DirectDecrypter(key));
            return Optional.of(OctetKeyPair.parse(object.getPayload().toJSONObject()));
        } catch (ParseException | JOSEException _) {
            return Optional.empty();
        }
    }
}
