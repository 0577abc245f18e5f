package io.mlintern.approvals.keys;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.mlintern.kit.secrets.Seal;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Private keys as they are stored: encrypted JWKs, as RFC 7516 writes them down (JWE, `dir` with A256GCM).
///
/// Such a text is a [Seal]'s nonce, cipher text and tag, each in Base64, and the place that it opens for is its header.
public final class SealedKeys {
    private static final String HEADER =
            new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                    .contentType("jwk+json")
                    .build()
                    .toBase64URL()
                    .toString();
    private static final int PARTS = 5;

    private final Seal seal;

    public SealedKeys(Seal seal) {
        this.seal = seal;
    }

    String write(OctetKeyPair pair) {
        byte[] sealed = seal.close(pair.toJSONString(), HEADER);
        int tag = sealed.length - Seal.TAG_BYTES;
        return String.join(
                ".",
                HEADER,
                "", // the encrypted key, of which `dir` has none
                part(sealed, 0, Seal.NONCE_BYTES),
                part(sealed, Seal.NONCE_BYTES, tag),
                part(sealed, tag, sealed.length));
    }

    /// Empty when it was sealed with another key.
    Optional<OctetKeyPair> open(String stored) {
        List<String> parts = List.of(stored.split("\\.", -1));
        if (parts.size() != PARTS) {
            return Optional.empty();
        }
        byte[] nonce = Base64URL.from(parts.get(2)).decode();
        byte[] text = Base64URL.from(parts.get(3)).decode();
        byte[] tag = Base64URL.from(parts.get(4)).decode();
        byte[] sealed =
                ByteBuffer.allocate(nonce.length + text.length + tag.length)
                        .put(nonce)
                        .put(text)
                        .put(tag)
                        .array();
        return seal.open(sealed, parts.getFirst()).flatMap(SealedKeys::read);
    }

    private static Optional<OctetKeyPair> read(String jwk) {
        try {
            return Optional.of(OctetKeyPair.parse(jwk));
        } catch (ParseException _) {
            return Optional.empty();
        }
    }

    private static String part(byte[] sealed, int from, int to) {
        return Base64URL.encode(Arrays.copyOfRange(sealed, from, to)).toString();
    }
}
