package io.mlintern.policy;

import java.math.BigDecimal;

/// Whether the user has waived being asked. An input of policy, never its outcome: a rule says what it is worth.
public sealed interface AutoApproval {
    record Off() implements AutoApproval {}

    record Uncapped() implements AutoApproval {}

    /// @param remainingUsd what may still be spent without asking
    record Capped(BigDecimal remainingUsd) implements AutoApproval {}
}
