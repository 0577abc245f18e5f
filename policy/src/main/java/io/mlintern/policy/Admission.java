package io.mlintern.policy;

import io.mlintern.policy.grant.GrantCheck;

/// Whether an executor may carry out a call, by its own copy of the policy.
public sealed interface Admission {
    Decision decision();

    record Admitted(Decision decision) implements Admission {}

    /// Policy forbids it, with or without a grant.
    record Denied(Decision decision) implements Admission {}

    /// People must be asked first: the engine decided by a policy that was less strict.
    record GrantMissing(Decision decision) implements Admission {}

    /// It was granted, and came too late.
    record GrantExpired(Decision decision) implements Admission {}

    /// The grant is not one for this call with these arguments.
    record GrantRefused(Decision decision, GrantCheck why) implements Admission {}
}
