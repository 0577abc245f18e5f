package io.mlintern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedPoliciesTest {
    static java.util.List<String> ids() {
        return ShippedPolicies.ids();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void aShippedPolicyPassesItsCasesAndEveryRuleHasOne(String id) throws InvalidPolicy {
        Policy policy = Policy.compile(ShippedPolicies.source(id).orElseThrow());
        assertThat(policy.id()).isEqualTo(id);
        PolicyTrial trial = PolicyTrial.run(policy, ShippedPolicies.cases(id).orElseThrow());
        assertThat(trial.failures()).isEmpty();
        assertThat(trial.untested()).isEmpty();
        assertThat(trial.cases()).isGreaterThan(policy.rules().size());
    }
}
