package io.mlintern.policy;

import io.mlintern.policy.grant.BoundCall;
import io.mlintern.policy.grant.GrantCheck;
import io.mlintern.policy.grant.GrantVerifier;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.PolicyRecord;
import java.time.Instant;
import java.util.Optional;

/// The policy in force and the keys that verify grants: an immutable snapshot of topic `policies`, by which engine and
/// executor decide alike.
///
/// Records are folded in the order of the topic; of several in force the last one wins, so that a change of policy leaves
/// no gap. Without a policy every call is denied; the same goes for one that cannot be compiled here.
public final class Policies {
    private static final Policies NONE =
            new Policies(new InForce.None(), GrantVerifier.withoutKeys());

    private final InForce inForce;
    private final GrantVerifier grants;

    private sealed interface InForce {
        record None() implements InForce {}

        record Compiled(Policy policy) implements InForce {}

        record Unusable(String id, String version) implements InForce {}
    }

    private Policies(InForce inForce, GrantVerifier grants) {
        this.inForce = inForce;
        this.grants = grants;
    }

    public static Policies none() {
        return NONE;
    }

    /// The fold of these records, in this order.
    public static Policies of(Iterable<? extends PolicyRecord> records) {
        Policies policies = NONE;
        for (PolicyRecord record : records) {
            policies = policies.with(record);
        }
        return policies;
    }

    /// This snapshot after one more record. A policy that is in force already is not compiled again.
    public Policies with(PolicyRecord record) {
        return switch (record) {
            case PolicyRecord.Policy policy -> new Policies(changedBy(policy), grants);
            case PolicyRecord.GrantKey key -> new Policies(inForce, grants.with(key));
        };
    }

    private InForce changedBy(PolicyRecord.Policy record) {
        boolean same =
                switch (inForce) {
                    case InForce.None() -> false;
                    case InForce.Compiled(var policy) -> policy.id().equals(record.policyId());
                    case InForce.Unusable(var id, _) -> id.equals(record.policyId());
                };
        if (!record.inForce()) {
            return same ? new InForce.None() : inForce;
        }
        boolean unchanged = version().filter(record.version()::equals).isPresent();
        return same && unchanged ? inForce : compiled(record);
    }

    private static InForce compiled(PolicyRecord.Policy record) {
        try {
            Policy policy = Policy.compile(record.source());
            boolean itself =
                    policy.version().equals(record.version())
                            && policy.id().equals(record.policyId());
            return itself ? new InForce.Compiled(policy) : unusable(record);
        } catch (InvalidPolicy _) {
            return unusable(record);
        }
    }

    private static InForce unusable(PolicyRecord.Policy record) {
        return new InForce.Unusable(record.policyId(), record.version());
    }

    /// Whether calls are decided by a policy, and not denied for want of one. Services are ready only then.
    public boolean isInForce() {
        return inForce instanceof InForce.Compiled;
    }

    /// The version that decides, or would if it could be used here.
    public Optional<String> version() {
        return switch (inForce) {
            case InForce.None() -> Optional.empty();
            case InForce.Compiled(var policy) -> Optional.of(policy.version());
            case InForce.Unusable(_, var version) -> Optional.of(version);
        };
    }

    /// What the policy in force says about a call. The engine records it; the executor asks [#admit].
    public Decision decide(CallFacts call) {
        return switch (inForce) {
            case InForce.None() -> without("No approval policy is in force.", Decision.NO_POLICY);
            case InForce.Unusable(var id, var version) ->
                    without("Policy " + id + " cannot be used here.", version);
            case InForce.Compiled(var policy) -> policy.decide(call);
        };
    }

    private static Decision without(String reason, String version) {
        return new Decision(new Verdict.Deny(Policy.DEFAULT_RULE, reason), version);
    }

    /// Whether the executor may carry out a call: policy allows it, or asks and the call carries its valid grant.
    ///
    /// The facts are the executor's own, never taken from a field that says what was decided.
    public Admission admit(CallId callId, CallFacts call, Optional<String> grant, Instant now) {
        Decision decision = decide(call);
        return switch (decision.verdict()) {
            case Verdict.Allow _ -> new Admission.Admitted(decision);
            case Verdict.Deny _ -> new Admission.Denied(decision);
            case Verdict.Ask _ ->
                    grant.map(token -> grants.verify(token, bound(callId, call), now))
                            .map(check -> granted(decision, check))
                            .orElseGet(() -> new Admission.GrantMissing(decision));
        };
    }

    private static BoundCall bound(CallId callId, CallFacts call) {
        return new BoundCall(callId, call.tool(), call.arguments());
    }

    private static Admission granted(Decision decision, GrantCheck check) {
        return switch (check) {
            case GrantCheck.Valid _ -> new Admission.Admitted(decision);
            case GrantCheck.Expired _ -> new Admission.GrantExpired(decision);
            case GrantCheck.WrongCall _,
                    GrantCheck.WrongArguments _,
                    GrantCheck.BadSignature _,
                    GrantCheck.UnknownKey _ ->
                    new Admission.GrantRefused(decision, check);
        };
    }
}
