package io.mlintern.approvals.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.mlintern.approvals.keys.GrantKeyRepository.Row;
import io.mlintern.policy.grant.GrantSigner;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.PolicyRecord;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The installation's grant keys: made when there is none, replaced in time, published as long as they verify.
///
/// A key signs until a third of its lifetime is left, so that no grant outlives its key. One that cannot be opened (the
/// sealing key was changed) signs nothing more, but verifies what it signed.
public final class GrantKeys {
    private static final int RAW_BYTES = 32;

    private final GrantKeyRepository repository;
    private final SealedKeys sealed;
    private final Duration lifetime;
    private final Clock clock;

    public GrantKeys(
            GrantKeyRepository repository, SealedKeys sealed, Duration lifetime, Clock clock) {
        this.repository = repository;
        this.sealed = sealed;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /// The public keys that verify grants now, after making one to sign with where there is none.
    public List<PolicyRecord.GrantKey> ensured() {
        Instant now = now();
        return published(
                repository.validOrMade(
                        now, rows -> signing(rows, now).isEmpty(), () -> fresh(now)));
    }

    /// The public keys that verify grants now.
    public List<PolicyRecord.GrantKey> verifying() {
        return published(repository.validAt(now()));
    }

    /// What signs grants now; empty before the first key is made.
    public Optional<GrantSigner> signer() {
        Instant now = now();
        return signing(repository.validAt(now), now).map(GrantSigner::of);
    }

    private Instant now() {
        return clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    private Optional<OctetKeyPair> signing(List<Row> rows, Instant now) {
        Instant soon = now.plus(lifetime.dividedBy(3));
        return rows.stream()
                .filter(row -> row.notAfter().isAfter(soon))
                .flatMap(row -> sealed.open(row.sealedJwk()).stream())
                .findFirst();
    }

    private static List<PolicyRecord.GrantKey> published(List<Row> rows) {
        return rows.stream()
                .map(
                        row ->
                                new PolicyRecord.GrantKey(
                                        row.keyId(),
                                        new JsonObject(row.publicJwk()),
                                        row.notAfter()))
                .toList();
    }

    private Row fresh(Instant now) {
        OctetKeyPair pair = pair();
        return new Row(
                pair.getKeyID(),
                pair.toPublicJWK().toJSONString(),
                sealed.write(pair),
                now,
                now.plus(lifetime));
    }

    private static OctetKeyPair pair() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new OctetKeyPair.Builder(Curve.Ed25519, raw(pair.getPublic().getEncoded()))
                    .d(raw(pair.getPrivate().getEncoded()))
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint()
                    .build();
        } catch (NoSuchAlgorithmException | JOSEException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }

    /// Both encodings of the JDK (RFC 8410) end with the raw key.
    private static Base64URL raw(byte[] encoded) {
        return Base64URL.encode(
                Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length));
    }
}
