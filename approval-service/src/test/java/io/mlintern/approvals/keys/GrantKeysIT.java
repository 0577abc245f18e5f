package io.mlintern.approvals.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.database.Database;
import io.mlintern.kit.secrets.Seal;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.policy.grant.GrantSigner;
import io.mlintern.protocol.PolicyRecord.GrantKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrantKeysIT {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration LIFETIME = Duration.ofDays(90);

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestPostgres.emptySchema("approval_service"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private GrantKeys at(Instant now, int sealing) {
        byte[] key = new byte[32];
        key[0] = (byte) sealing;
        return new GrantKeys(
                new GrantKeyRepository(database.jdbi()),
                new SealedKeys(new Seal(key)),
                LIFETIME,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static List<String> ids(List<GrantKey> keys) {
        return keys.stream().map(GrantKey::keyId).toList();
    }

    @Test
    void aKeyIsMadeOnceAndFoundAgain() {
        assertThat(at(NOON, 1).signer()).isEmpty();
        var made = at(NOON, 1).ensured();
        assertThat(made).hasSize(1);
        assertThat(made.getFirst().notAfter()).isEqualTo(NOON.plus(LIFETIME));
        assertThat(at(NOON.plusSeconds(60), 1).ensured()).isEqualTo(made);
        assertThat(at(NOON, 1).signer().map(GrantSigner::keyId)).contains(made.getFirst().keyId());
    }

    @Test
    void replicasThatStartTogetherMakeOneKey() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        var replicas =
                java.util.stream.IntStream.range(0, 8)
                        .mapToObj(
                                _ ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () ->
                                                                seen.addAll(
                                                                        ids(
                                                                                at(NOON, 1)
                                                                                        .ensured()))))
                        .toList();
        for (Thread replica : replicas) {
            replica.join();
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void aKeyIsReplacedBeforeItEndsAndVerifiesUntilThen() {
        String old = at(NOON, 1).ensured().getFirst().keyId();
        Instant late = NOON.plus(Duration.ofDays(61));
        List<String> both = ids(at(late, 1).ensured());
        assertThat(both).hasSize(2).contains(old);
        assertThat(at(late, 1).signer().map(GrantSigner::keyId)).contains(both.getFirst());
        assertThat(both.getFirst()).isNotEqualTo(old);
        assertThat(ids(at(NOON.plus(Duration.ofDays(91)), 1).verifying()))
                .containsExactly(both.getFirst());
    }

    @Test
    void aKeyThatCannotBeOpenedIsReplacedButStillVerifies() {
        String old = at(NOON, 1).ensured().getFirst().keyId();
        List<String> both = ids(at(NOON.plusSeconds(1), 2).ensured());
        assertThat(both).hasSize(2).contains(old);
        assertThat(at(NOON.plusSeconds(1), 2).signer().map(GrantSigner::keyId))
                .hasValueSatisfying(id -> assertThat(id).isNotEqualTo(old));
    }

    @Test
    void thePrivateHalfIsNeverStoredOpenly() {
        var _ = at(NOON, 1).ensured();
        var stored =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT public_jwk || sealed_jwk FROM grant_keys")
                                                .mapTo(String.class)
                                                .one());
        assertThat(stored).contains("\"x\":").doesNotContain("\"d\":");
    }
}
