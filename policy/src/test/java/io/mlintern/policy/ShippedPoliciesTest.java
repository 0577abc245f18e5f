package io.mlintern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.policy.YamlTree.Malformed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedPoliciesTest {
    static List<String> ids() {
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

    static Stream<PolicyCase> callsOfSingleUser() throws Malformed {
        return cases(ShippedPolicies.SINGLE_USER).stream();
    }

    /// The rule `unattended` names what others ask about a second time: this holds the two together.
    @ParameterizedTest
    @MethodSource("callsOfSingleUser")
    void whatSingleUserAsksAboutRunsUnattendedUnlessItIsScheduled(PolicyCase each)
            throws InvalidPolicy {
        Verdict attended = decide(ShippedPolicies.SINGLE_USER, each, true);
        Verdict unattended = decide(ShippedPolicies.SINGLE_USER, each, false);

        switch (attended) {
            case Verdict.Ask(var rule, _, _, _) when rule.equals("scheduled-jobs") ->
                    assertThat(unattended)
                            .isInstanceOf(Verdict.Deny.class)
                            .extracting(Verdict::rule)
                            .isEqualTo("scheduled-unattended");
            case Verdict.Ask _ -> {
                assertThat(unattended).isInstanceOf(Verdict.Allow.class);
                assertThat(unattended.rule()).isEqualTo("unattended");
                assertThat(unattended.reason()).contains("nobody is there");
            }
            case Verdict.Allow _, Verdict.Deny _ -> assertThat(unattended).isEqualTo(attended);
        }
    }

    static Stream<PolicyCase> callsOfAll() throws Malformed {
        var all = new ArrayList<>(cases(ShippedPolicies.TEAM));
        all.addAll(cases(ShippedPolicies.SINGLE_USER));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("callsOfAll")
    void inATeamNeitherAutoApprovalNorAnAbsentUserChangesAnything(PolicyCase each)
            throws InvalidPolicy {
        CallFacts call = each.call();
        Policy team = Policy.compile(ShippedPolicies.source(ShippedPolicies.TEAM).orElseThrow());
        Verdict asked = decide(ShippedPolicies.TEAM, each, true);

        assertThat(decide(ShippedPolicies.TEAM, each, false)).isEqualTo(asked);
        var waived =
                new SessionFacts("ada", Set.of("ml-leads"), false, new AutoApproval.Uncapped());
        assertThat(team.decide(with(call, waived)).verdict()).isEqualTo(asked);
    }

    @ParameterizedTest
    @MethodSource("callsOfAll")
    void whoIsAskedInATeamIsALeadAndNeverTheRequester(PolicyCase each) throws InvalidPolicy {
        if (decide(ShippedPolicies.TEAM, each, true) instanceof Verdict.Ask ask) {
            int needed = ask.rule().equals("large-spending") ? 2 : 1;
            assertThat(ask.levels())
                    .containsExactly(
                            new Level(
                                    needed,
                                    List.of(new Level.Approver.Group("ml-leads")),
                                    Set.of(Level.Excluded.REQUESTER)));
            assertThat(ask.expires()).isEqualTo(Duration.ofHours(24));
        }
    }

    private static Verdict decide(String policy, PolicyCase each, boolean attended)
            throws InvalidPolicy {
        return Policy.compile(ShippedPolicies.source(policy).orElseThrow())
                .decide(with(each.call(), SessionFacts.of("ada", attended)))
                .verdict();
    }

    private static CallFacts with(CallFacts call, SessionFacts session) {
        return new CallFacts(
                call.tool(), call.arguments(), call.effect(), call.estimatedCostUsd(), session);
    }

    private static List<PolicyCase> cases(String id) throws Malformed {
        var cases = new ArrayList<PolicyCase>();
        YamlTree tree = YamlTree.parse(ShippedPolicies.cases(id).orElseThrow());
        for (YamlTree.Member item : tree.member("cases").items()) {
            cases.add(PolicyCase.read(item));
        }
        return cases;
    }
}
