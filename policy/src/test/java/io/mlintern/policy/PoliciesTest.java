package io.mlintern.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.OctetKeyPair;
import io.mlintern.policy.grant.Sha256;
import io.mlintern.policy.grant.Grant;
import io.mlintern.policy.grant.GrantCheck;
import io.mlintern.policy.grant.GrantKeys;
import io.mlintern.policy.grant.GrantSigner;
import io.mlintern.protocol.PolicyRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final CallFacts CALL = Calls.of("bash", Map.of("command", "ls"));
    private static final OctetKeyPair PAIR = GrantKeys.fresh();

    private static String source(String id, String verdict) {
        String asked =
                verdict.equals("ask")
                        ? "    expires: PT1H\n    approvers: [{needed: 1, from: [owner]}]\n"
                        : "";
        return """
        policy: %s
        language: 1
        rules:
          - name: all
            when: 'true'
            verdict: %s
            reason: Because.
        %s"""
                .formatted(id, verdict, asked);
    }

    private static PolicyRecord.Policy record(String id, String verdict, boolean inForce) {
        String source = source(id, verdict);
        return new PolicyRecord.Policy(id, Sha256.hex(source.getBytes(UTF_8)), source, inForce);
    }

    private static Verdict verdict(PolicyRecord... records) {
        return Policies.of(List.of(records)).decide(CALL).verdict();
    }

    @Test
    void withoutAPolicyEveryCallIsDenied() {
        assertThat(Policies.none().decide(CALL))
                .isEqualTo(
                        new Decision(
                                new Verdict.Deny("default", "No approval policy is in force."),
                                "none"));
        assertThat(Policies.none().isInForce()).isFalse();
    }

    @Test
    void aPolicyThatIsNotInForceDecidesNothing() {
        assertThat(verdict(record("a", "allow", false))).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict(record("a", "allow", true), record("b", "ask", false)))
                .isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void aChangeOfPolicyLeavesNoGap() {
        var old = record("a", "allow", true);
        var next = record("b", "ask", true);
        assertThat(verdict(old, next)).isInstanceOf(Verdict.Ask.class);
        assertThat(verdict(old, next, record("a", "allow", false))).isInstanceOf(Verdict.Ask.class);
        assertThat(verdict(old, record("a", "allow", false))).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict(old, record("a", "ask", true))).isInstanceOf(Verdict.Ask.class);
    }

    @Test
    void aPolicyThatCannotBeUsedHereDeniesEveryCall() {
        var broken = new PolicyRecord.Policy("a", Sha256.hex("x".getBytes(UTF_8)), "x", true);
        Policies policies = Policies.of(List.of(record("a", "allow", true), broken));
        assertThat(policies.decide(CALL))
                .isEqualTo(
                        new Decision(
                                new Verdict.Deny("default", "Policy a cannot be used here."),
                                broken.version()));
        assertThat(policies.isInForce()).isFalse();
        assertThat(policies.version()).contains(broken.version());
        assertThat(policies.with(record("a", "allow", true)).isInForce()).isTrue();
    }

    @Test
    void aPolicyWhoseVersionIsNotThatOfItsSourceIsNotUsed() {
        var forged = new PolicyRecord.Policy("a", "0".repeat(64), source("a", "allow"), true);
        assertThat(verdict(forged)).isInstanceOf(Verdict.Deny.class);
        var renamed =
                new PolicyRecord.Policy(
                        "b",
                        Sha256.hex(source("a", "allow").getBytes(UTF_8)),
                        source("a", "allow"),
                        true);
        assertThat(verdict(renamed)).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void whatPolicyAllowsNeedsNoGrantAndWhatItDeniesNoneHelps() {
        String grant = granted();
        Policies allowing = Policies.of(List.of(key(), record("a", "allow", true)));
        assertThat(allowing.admit(Calls.ID, CALL, Optional.empty(), NOON))
                .isInstanceOf(Admission.Admitted.class);
        Policies denying = Policies.of(List.of(key(), record("a", "deny", true)));
        assertThat(denying.admit(Calls.ID, CALL, Optional.of(grant), NOON))
                .isInstanceOf(Admission.Denied.class);
    }

    @Test
    void whatPolicyAsksAboutNeedsItsGrant() {
        Policies asking = Policies.of(List.of(key(), record("a", "ask", true)));
        assertThat(asking.admit(Calls.ID, CALL, Optional.empty(), NOON))
                .isInstanceOf(Admission.GrantMissing.class);
        assertThat(asking.admit(Calls.ID, CALL, Optional.of(granted()), NOON))
                .isInstanceOf(Admission.Admitted.class);
        assertThat(asking.admit(Calls.ID, CALL, Optional.of(granted()), NOON.plusSeconds(60)))
                .isInstanceOf(Admission.GrantExpired.class);
        assertThat(asking.admit(Calls.ID, CALL, Optional.of("x.y.z"), NOON))
                .isEqualTo(
                        new Admission.GrantRefused(
                                asking.decide(CALL), new GrantCheck.BadSignature()));
    }

    private static PolicyRecord key() {
        return GrantKeys.published(PAIR, NOON.plusSeconds(3600));
    }

    private static String granted() {
        return GrantSigner.of(PAIR)
                .sign(
                        Grant.of(
                                Calls.ID,
                                CALL.tool(),
                                CALL.arguments(),
                                NOON.plusSeconds(60),
                                "v1"));
    }
}
