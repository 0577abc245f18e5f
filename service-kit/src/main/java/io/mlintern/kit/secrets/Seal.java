package io.mlintern.kit.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts values at rest with AES-256-GCM, by the installation's own key (`mlintern.credentials-key-file`).
///
/// A sealed value is its nonce (12 bytes), the cipher text and the tag (16 bytes), and opens only for the place that it was
/// sealed for: moved to another row it is worth nothing. Rows are stored like that; the format is fixed.
public final class Seal {
    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;
    private static final int KEY_BYTES = 32;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    public Seal(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a sealing key has 32 bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /// @param file 32 bytes in Base64, ordinary or for URLs
    public static Seal of(Path file) {
        try {
            String text = Files.readString(file).strip().replace('+', '-').replace('/', '_');
            return new Seal(Base64.getUrlDecoder().decode(text));
        } catch (IOException e) {
            throw new IllegalStateException("mlintern.credentials-key-file cannot be read", e);
        } catch (IllegalArgumentException _) {
            // Not as a cause: it may show a part of the key.
            throw new IllegalStateException(
                    "mlintern.credentials-key-file holds no 32 bytes in Base64");
        }
    }

    public byte[] close(String value, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            byte[] text = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /// Empty when it was sealed with another key, or for another place.
    public Optional<String> open(byte[] sealed, String place) {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, nonce, place);
            byte[] value = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return Optional.of(new String(value, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
