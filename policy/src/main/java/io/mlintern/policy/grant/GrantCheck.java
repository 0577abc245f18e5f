package io.mlintern.policy.grant;

/// What verifying a grant came to.
public sealed interface GrantCheck {
    record Valid(Grant grant) implements GrantCheck {}

    record Expired(Grant grant) implements GrantCheck {}

    /// It is for another call, or another tool.
    record WrongCall(Grant grant) implements GrantCheck {}

    record WrongArguments(Grant grant) implements GrantCheck {}

    /// It is no grant, or was altered.
    record BadSignature() implements GrantCheck {}

    /// No valid key of this name is known here.
    record UnknownKey() implements GrantCheck {}
}
