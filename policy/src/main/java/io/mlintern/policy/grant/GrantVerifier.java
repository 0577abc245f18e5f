package io.mlintern.policy.grant;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.OctetKeyPair;
import io.mlintern.protocol.PolicyRecord;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Verifies grants against the public keys that approval-service has published. Immutable.
public final class GrantVerifier {
    private static final GrantVerifier WITHOUT_KEYS = new GrantVerifier(Map.of());

    private final Map<String, Key> keys;

    private record Key(PublicKey key, Instant notAfter) {}

    private GrantVerifier(Map<String, Key> keys) {
        this.keys = Map.copyOf(keys);
    }

    public static GrantVerifier withoutKeys() {
        return WITHOUT_KEYS;
    }

    /// This verifier with one more key, or a newer state of one; a key that cannot be read is none.
    public GrantVerifier with(PolicyRecord.GrantKey published) {
        var more = new HashMap<>(keys);
        more.remove(published.keyId());
        read(published).ifPresent(key -> more.put(published.keyId(), key));
        return new GrantVerifier(more);
    }

    private static Optional<Key> read(PolicyRecord.GrantKey published) {
        try {
            PublicKey key = Ed25519.publicKey(OctetKeyPair.parse(published.jwk().text()));
            return Optional.of(new Key(key, published.notAfter()));
        } catch (ParseException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether `grant` lets this call run with these arguments now.
    public GrantCheck verify(String grant, BoundCall call, Instant now) {
        try {
            JWSObject token = JWSObject.parse(grant);
            JWSHeader header = token.getHeader();
            boolean ours =
                    JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
                            && header.getType() != null
                            && GrantClaims.TYPE.equals(header.getType().getType())
                            && header.getKeyID() != null;
            if (!ours) {
                return new GrantCheck.BadSignature();
            }
            Key key = keys.get(header.getKeyID());
            if (key == null || !now.isBefore(key.notAfter())) {
                return new GrantCheck.UnknownKey();
            }
            return signed(token, key.key())
                    ? GrantClaims.read(token.getPayload())
                            .map(claims -> compare(claims, call, now))
                            .orElseGet(GrantCheck.BadSignature::new)
                    : new GrantCheck.BadSignature();
        } catch (ParseException _) {
            return new GrantCheck.BadSignature();
        }
    }

    private static boolean signed(JWSObject token, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(Ed25519.ALGORITHM);
            signature.initVerify(key);
            signature.update(token.getSigningInput());
            return signature.verify(token.getSignature().decode());
        } catch (GeneralSecurityException _) {
            // The JDK throws for a signature of a wrong length: it is none.
            return false;
        }
    }

    private static GrantCheck compare(Grant grant, BoundCall call, Instant now) {
        if (!grant.callId().equals(call.callId()) || !grant.tool().equals(call.tool())) {
            return new GrantCheck.WrongCall(grant);
        }
        if (!grant.argumentsSha256().equals(Grant.hash(call.arguments()))) {
            return new GrantCheck.WrongArguments(grant);
        }
        return now.isBefore(grant.expiresAt())
                ? new GrantCheck.Valid(grant)
                : new GrantCheck.Expired(grant);
    }
}
