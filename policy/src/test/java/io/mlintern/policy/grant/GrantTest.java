package io.mlintern.policy.grant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.mlintern.policy.CallFacts;
import io.mlintern.policy.Calls;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.PolicyRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrantTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));
    private static final CallFacts CALL = Calls.of("hf_jobs", Map.of("operation", "run"));
    private static final OctetKeyPair PAIR = GrantKeys.fresh();
    private static final Grant GRANT = Grant.of(Calls.ID, CALL.tool(), CALL.arguments(), ONE, "v1");

    private final GrantSigner signer = GrantSigner.of(PAIR);
    private final GrantVerifier verifier =
            GrantVerifier.withoutKeys().with(GrantKeys.published(PAIR, NOON.plusSeconds(86_400)));

    private static BoundCall bound(CallId id, CallFacts call) {
        return new BoundCall(id, call.tool(), call.arguments());
    }

    private GrantCheck check(String token) {
        return verifier.verify(token, bound(Calls.ID, CALL), NOON);
    }

    @Test
    void aGrantIsValidForItsCallAndItsArgumentsUntilItExpires() {
        String token = signer.sign(GRANT);
        assertThat(check(token)).isEqualTo(new GrantCheck.Valid(GRANT));
        assertThat(verifier.verify(token, bound(Calls.ID, CALL), ONE.minusMillis(1)))
                .isEqualTo(new GrantCheck.Valid(GRANT));
        assertThat(verifier.verify(token, bound(Calls.ID, CALL), ONE))
                .isEqualTo(new GrantCheck.Expired(GRANT));
    }

    @Test
    void aGrantForAnotherCallOrToolIsRefused() {
        String token = signer.sign(GRANT);
        var other = CallId.ofTool(Calls.ID.session(), 1, 2, 1);
        assertThat(verifier.verify(token, bound(other, CALL), NOON))
                .isEqualTo(new GrantCheck.WrongCall(GRANT));
        assertThat(
                        verifier.verify(
                                token,
                                bound(Calls.ID, Calls.of("bash", Map.of("operation", "run"))),
                                NOON))
                .isEqualTo(new GrantCheck.WrongCall(GRANT));
    }

    @Test
    void aGrantBindsTheBytesOfTheArguments() {
        var spaced =
                new CallFacts(
                        CALL.tool(),
                        new JsonObject("{\"operation\": \"run\"}"),
                        CALL.effect(),
                        CALL.estimatedCostUsd(),
                        CALL.session());
        assertThat(verifier.verify(signer.sign(GRANT), bound(Calls.ID, spaced), NOON))
                .isEqualTo(new GrantCheck.WrongArguments(GRANT));
    }

    @Test
    void aGrantOfAnUnknownOrOutdatedKeyIsRefused() {
        String foreign = GrantSigner.of(GrantKeys.fresh()).sign(GRANT);
        assertThat(check(foreign)).isEqualTo(new GrantCheck.UnknownKey());
        var outdated = GrantVerifier.withoutKeys().with(GrantKeys.published(PAIR, NOON));
        assertThat(outdated.verify(signer.sign(GRANT), bound(Calls.ID, CALL), NOON))
                .isEqualTo(new GrantCheck.UnknownKey());
    }

    @Test
    void aKeyThatNamesItselfLikeAnotherSignsNothing() {
        var impostor = new OctetKeyPair.Builder(GrantKeys.fresh()).keyID(PAIR.getKeyID()).build();
        assertThat(check(GrantSigner.of(impostor).sign(GRANT)))
                .isEqualTo(new GrantCheck.BadSignature());
    }

    @Test
    void aPublishedKeyThatCannotBeReadIsNone() {
        var garbage = new PolicyRecord.GrantKey(PAIR.getKeyID(), JsonObject.EMPTY, ONE);
        assertThat(verifier.with(garbage).verify(signer.sign(GRANT), bound(Calls.ID, CALL), NOON))
                .isEqualTo(new GrantCheck.UnknownKey());
    }

    @Test
    void whatIsAlteredOrNoGrantIsRefused() {
        String[] parts = signer.sign(GRANT).split("\\.", -1);
        String claims = new Base64URL(parts[1]).decodeToString();
        String later = Base64URL.encode(claims.replace("\"exp\":1", "\"exp\":9")).toString();
        String none = Base64URL.encode("{\"alg\":\"none\"}").toString();
        String hmac =
                Base64URL.encode("{\"alg\":\"HS256\",\"kid\":\"" + PAIR.getKeyID() + "\"}")
                        .toString();
        assertThat(later).isNotEqualTo(parts[1]);
        assertThat(
                        List.of(
                                "",
                                "a.b.c",
                                parts[0] + "." + later + "." + parts[2],
                                parts[0] + "." + parts[1] + ".",
                                parts[0] + "." + parts[1] + "." + Base64URL.encode("short"),
                                none + "." + parts[1] + ".",
                                none + "." + parts[1] + "." + parts[2],
                                hmac + "." + parts[1] + "." + parts[2]))
                .allSatisfy(
                        token -> assertThat(check(token)).isEqualTo(new GrantCheck.BadSignature()));
    }

    @Test
    void theSignatureIsPlainEdDsa() {
        // RFC 8037, appendix A: the pair and the thumbprint of its public half.
        var pair =
                new OctetKeyPair.Builder(
                                com.nimbusds.jose.jwk.Curve.Ed25519,
                                new Base64URL("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
                        .d(new Base64URL("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
                        .keyID("rfc")
                        .build();
        String token = GrantSigner.of(pair).sign(GRANT);
        assertThat(GrantSigner.of(pair).sign(GRANT)).as("deterministic").isEqualTo(token);
        assertThat(new Base64URL(token.split("\\.", -1)[0]).decode())
                .asString(UTF_8)
                .contains("\"alg\":\"EdDSA\"", "\"kid\":\"rfc\"", "\"typ\":\"mlintern-grant+jwt\"");
        assertThat(
                        GrantVerifier.withoutKeys()
                                .with(GrantKeys.published(pair, ONE))
                                .verify(token, bound(Calls.ID, CALL), NOON))
                .isEqualTo(new GrantCheck.Valid(GRANT));
    }
}
