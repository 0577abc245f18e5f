package io.mlintern.tools.secrets;

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

/// Encrypts values at rest with AES-256-GCM. A sealed value is its nonce and the cipher text, and
/// opens only for the place that it was sealed for.
final class Seal {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    private Seal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// @param file 32 bytes in Base64, ordinary or for URLs
    static Seal of(Path file) {
        try {
            String text = Files.readString(file).strip().replace('+', '-').replace('/', '_');
            byte[] key = Base64.getUrlDecoder().decode(text);
            if (key.length == KEY_BYTES) return new Seal(key);
        } catch (IOException e) {
            throw new IllegalStateException("the credentials key cannot be read: " + file, e);
        } catch (IllegalArgumentException _) {
            // said below; the text itself must not show
        }
        throw new IllegalStateException(file + " does not hold 32 bytes in Base64");
    }

    byte[] close(String value, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            byte[] text = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-GCM", e);
        }
    }

    /// Empty when it was sealed with another key, or for another place.
    Optional<String> open(byte[] sealed, String place) {
        if (sealed.length < NONCE_BYTES) return Optional.empty();
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
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
