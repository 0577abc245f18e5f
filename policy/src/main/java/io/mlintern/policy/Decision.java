package io.mlintern.policy;

/// A verdict with the version of the policy that gave it; [#NO_POLICY] where none is in force.
public record Decision(Verdict verdict, String policyVersion) {
    public static final String NO_POLICY = "none";
}
