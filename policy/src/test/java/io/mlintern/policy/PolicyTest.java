package io.mlintern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mlintern.policy.grant.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final String HEAD = "policy: p\nlanguage: 1\nrules:\n";

    private static String rule(String name, String when, String verdict) {
        return "  - name: %s\n    when: %s\n    verdict: %s\n    reason: Because.\n"
                .formatted(name, when, verdict);
    }

    private static Policy policy(String... rules) throws InvalidPolicy {
        return Policy.compile(HEAD + String.join("", rules));
    }

    private static List<PolicyProblem> problems(String source) {
        return catchThrowableOfType(InvalidPolicy.class, () -> Policy.compile(source)).problems();
    }

    private static Verdict allow(String rule) {
        return new Verdict.Allow(rule, "Because.");
    }

    @Test
    void theFirstRuleThatMatchesDecides() throws InvalidPolicy {
        Policy policy =
                policy(
                        rule("one", "tool == 'bash'", "deny"),
                        rule("two", "tool == 'read'", "allow"),
                        rule("three", "'true'", "deny"));
        assertThat(policy.decide(Calls.of("read", Map.of())))
                .isEqualTo(new Decision(allow("two"), policy.version()));
    }

    @Test
    void whatNoRuleNamesIsDenied() throws InvalidPolicy {
        assertThat(policy(rule("one", "tool == 'bash'", "allow")).decide(Calls.of("x", Map.of())))
                .extracting(Decision::verdict)
                .isEqualTo(new Verdict.Deny("default", "No rule of policy p allows this call."));
    }

    @Test
    void aRuleThatCannotBeEvaluatedDeniesAndNamesNoValue() throws InvalidPolicy {
        Policy policy =
                policy(rule("size", "arguments.size > 3", "deny"), rule("rest", "'true'", "allow"));
        assertThat(policy.decide(Calls.of("x", Map.of("size", "a-secret"))).verdict())
                .isInstanceOfSatisfying(
                        Verdict.Deny.class,
                        deny -> {
                            assertThat(deny.rule()).isEqualTo("size");
                            assertThat(deny.reason()).doesNotContain("a-secret");
                        });
        assertThat(policy.decide(Calls.of("x", Map.of())).verdict())
                .isInstanceOf(Verdict.Deny.class);
        assertThat(policy.decide(Calls.of("x", Map.of("size", 2.5))).verdict())
                .isEqualTo(allow("rest"));
    }

    @Test
    void moneyIsComparedExactly() throws InvalidPolicy {
        Policy policy =
                policy(
                        rule("unknown", "'!cost.known'", "deny"),
                        rule("cheap", "cost.micro_usd < usd('50')", "allow"));
        assertThat(policy.decide(Calls.costing("49.999999")).verdict()).isEqualTo(allow("cheap"));
        assertThat(policy.decide(Calls.costing("50.00")).verdict().rule()).isEqualTo("default");
        assertThat(policy.decide(Calls.costing("49.9999999")).verdict().rule())
                .as("rounded up, never down")
                .isEqualTo("default");
        assertThat(policy.decide(Calls.costing("1e30")).verdict().rule()).isEqualTo("default");
        assertThat(policy.decide(Calls.of("x", Map.of())).verdict().rule()).isEqualTo("unknown");
    }

    @Test
    void anUnknownCostThatIsNotAskedForFirstDenies() throws InvalidPolicy {
        Policy policy =
                policy(
                        rule("cheap", "cost.micro_usd < usd('50')", "allow"),
                        rule("r", "'true'", "allow"));
        assertThat(policy.decide(Calls.of("x", Map.of())).verdict())
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void theSessionsFactsAreThere() throws InvalidPolicy {
        Policy policy =
                policy(
                        rule(
                                "all",
                                "user == 'ada' && 'ml-leads' in groups && !session.attended"
                                        + " && session.auto_approval.enabled"
                                        + " && session.auto_approval.capped"
                                        + " && session.auto_approval.remaining_micro_usd == usd('2.5')",
                                "allow"));
        CallFacts call = Calls.of("x", Map.of());
        var session =
                new SessionFacts(
                        "ada",
                        Set.of("ml-leads", "staff"),
                        false,
                        new AutoApproval.Capped(new java.math.BigDecimal("2.50")));
        var facts =
                new CallFacts(
                        call.tool(),
                        call.arguments(),
                        call.effect(),
                        call.estimatedCostUsd(),
                        session);
        assertThat(policy.decide(facts).verdict()).isEqualTo(allow("all"));
        assertThat(policy.decide(call).verdict().rule()).isEqualTo("default");
    }

    @Test
    void argumentsOfEveryJsonTypeCanBeNamed() throws InvalidPolicy {
        Policy policy =
                policy(
                        rule(
                                "all",
                                "arguments.list[1].deep == 'x' && arguments.whole == 3"
                                        + " && arguments.part > 1 && arguments.yes"
                                        + " && arguments.nothing == null",
                                "allow"));
        var arguments = new java.util.HashMap<String, Object>();
        arguments.put("list", List.of(1, Map.of("deep", "x")));
        arguments.put("whole", 3);
        arguments.put("part", 1.5);
        arguments.put("yes", true);
        arguments.put("nothing", null);
        assertThat(policy.decide(Calls.of("x", arguments)).verdict()).isEqualTo(allow("all"));
    }

    @Test
    void evaluationIsBounded() throws InvalidPolicy {
        Policy policy =
                policy(
                        rule(
                                "loop",
                                "arguments.a.all(x, arguments.a.all(y, arguments.a.all(z, true)))",
                                "allow"));
        var many = IntStream.range(0, 2_000).boxed().toList();
        assertThat(policy.decide(Calls.of("x", Map.of("a", many))).verdict())
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void theVersionIsTheHashOfTheSource() throws InvalidPolicy {
        String source = HEAD + rule("one", "'true'", "allow");
        assertThat(Policy.compile(source).version())
                .isEqualTo(Sha256.hex(source.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isNotEqualTo(Policy.compile(source + "\n").version());
    }

    @Test
    void anAskNamesItsLevelsInOrder() throws InvalidPolicy {
        Policy policy =
                policy(
                        """
                          - name: one
                            when: 'true'
                            verdict: ask
                            reason: Because.
                            expires: PT2H
                            approvers:
                              - needed: 2
                                from: [group:ml-leads, user:eve]
                                except: [requester]
                              - needed: 1
                                from: [owner]
                        """);
        var leads =
                new Level(
                        2,
                        List.of(
                                new Level.Approver.Group("ml-leads"),
                                new Level.Approver.User("eve")),
                        Set.of(Level.Excluded.REQUESTER));
        var owner = new Level(1, List.of(new Level.Approver.Owner()), Set.of());
        assertThat(policy.decide(Calls.of("x", Map.of())).verdict())
                .isEqualTo(
                        new Verdict.Ask(
                                "one",
                                "Because.",
                                List.of(leads, owner),
                                java.time.Duration.ofHours(2)));
    }

    @Test
    void allProblemsAreNamedWithRuleAndLine() {
        String source =
                HEAD
                        + rule("one", "tol == 'bash'", "allow")
                        + rule("two", "tool == ", "allow")
                        + rule("three", "tool + 'x'", "allow");
        assertThat(problems(source))
                .extracting(problem -> problem.rule().orElse("-"), PolicyProblem::line)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("one", 5),
                        org.assertj.core.groups.Tuple.tuple("two", 9),
                        org.assertj.core.groups.Tuple.tuple("three", 13));
    }

    @Test
    void theLineOfAConditionOverSeveralLinesIsItsOwn() {
        String source =
                HEAD
                        + "  - name: one\n    when: |\n      tool == 'x'\n      && tol == 'y'\n"
                        + "    verdict: allow\n    reason: Because.\n";
        assertThat(problems(source)).extracting(PolicyProblem::line).containsExactly(7);
    }

    @Test
    void aFormThatIsWrongIsRefused() {
        String good = HEAD + rule("one", "'true'", "allow");
        List<String> wrong =
                List.of(
                        "",
                        "just text",
                        "a: [",
                        "policy: p\nlanguage: 1\nrules: []\n",
                        good.replace("language: 1", "language: 2"),
                        good.replace("policy: p", "policy: P p"),
                        good + rule("one", "'true'", "deny"),
                        good.replace("verdict: allow", "verdict: maybe"),
                        good.replace("verdict: allow", "verdict: ask"),
                        good.replace("reason: Because.", "because: x"),
                        good + "    expires: PT1H\n",
                        good + "other: 1\n",
                        good.replace("    reason: Because.\n", ""));
        assertThat(wrong).allSatisfy(source -> assertThat(problems(source)).isNotEmpty());
    }

    @Test
    void aTrialTellsWhatCameOutOtherwiseAndWhatNothingTested() throws InvalidPolicy {
        Policy policy =
                policy(
                        rule("one", "tool == 'a'", "allow"),
                        rule("two", "tool == 'b'", "deny"),
                        rule("three", "tool == 'c'", "deny"));
        String cases =
                String.join(
                        "\n",
                        Arrays.asList(
                                "policy: p",
                                "cases:",
                                "  - {name: right, tool: a, verdict: allow, rule: one}",
                                "  - {name: wrong, tool: b, verdict: allow, rule: two}"));
        PolicyTrial trial = PolicyTrial.run(policy, cases);
        assertThat(trial.failures())
                .containsExactly(
                        "line 4, wrong: expected allow by two, but deny by two (Because.)");
        assertThat(trial.untested()).containsExactly("two", "three");
        assertThat(trial.passed()).isFalse();
    }
}
