package io.mlintern.gateway.credentials;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals values with AES-256-GCM. A sealed value is its nonce and the cipher text; it opens only for the place that it
/// was sealed for.
final class Vault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    Vault(byte[] key) {
        if (key.length != KEY_BYTES)
            throw new IllegalArgumentException("the credentials key has not 32 bytes");
        this.key = new SecretKeySpec(key, "AES");
    }

    /// @param file 32 bytes in Base64, ordinary or for URLs
    static Vault of(Path file) {
        try {
            String text = Files.readString(file).strip().replace('+', '-').replace('/', '_');
            return new Vault(Base64.getUrlDecoder().decode(text));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the credentials key " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + " holds no 32 bytes in Base64");
        }
    }

    byte[] seal(String value, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(utf8(value));
            return ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot seal with AES-GCM", e);
        }
    }

    /// Empty when it was sealed with another key or for another place.
    Optional<String> open(ByteBuffer sealed, String place) {
        if (sealed.remaining() < NONCE_BYTES) return Optional.empty();
        ByteBuffer parts = sealed.duplicate();
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] text = new byte[parts.remaining()];
        parts.get(text);
        try {
            byte[] value = cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(text);
            return Optional.of(new String(value, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(utf8(place));
        return cipher;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
