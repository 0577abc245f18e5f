package io.mlintern.policy;

import io.mlintern.policy.YamlTree.Malformed;
import io.mlintern.policy.YamlTree.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// A policy tried on the cases written beside it.
///
/// @param failures a sentence for each case that came out otherwise
/// @param untested rules that decide no case: a policy with such a rule is not fit to be applied
public record PolicyTrial(int cases, List<String> failures, List<String> untested) {
    public PolicyTrial {
        failures = List.copyOf(failures);
        untested = List.copyOf(untested);
    }

    /// @param cases the source of a `…-test.yaml`
    /// @throws InvalidPolicy where the cases cannot be read
    public static PolicyTrial run(Policy policy, String cases) throws InvalidPolicy {
        var failures = new ArrayList<String>();
        var untested = new LinkedHashSet<>(policy.rules());
        List<PolicyCase> read = read(policy, cases);
        for (PolicyCase each : read) {
            Verdict verdict = policy.decide(each.call()).verdict();
            boolean expected =
                    nameOf(verdict).equals(each.verdict()) && verdict.rule().equals(each.rule());
            if (expected) {
                untested.remove(verdict.rule());
            } else {
                failures.add(difference(each, verdict));
            }
        }
        return new PolicyTrial(read.size(), failures, List.copyOf(untested));
    }

    public boolean passed() {
        return failures.isEmpty() && untested.isEmpty();
    }

    private static String difference(PolicyCase expected, Verdict actual) {
        return "line %d, %s: expected %s by %s, but %s by %s (%s)"
                .formatted(
                        expected.line(),
                        expected.name(),
                        expected.verdict(),
                        expected.rule(),
                        nameOf(actual),
                        actual.rule(),
                        actual.reason());
    }

    private static String nameOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> "allow";
            case Verdict.Ask _ -> "ask";
            case Verdict.Deny _ -> "deny";
        };
    }

    private static List<PolicyCase> read(Policy policy, String source) throws InvalidPolicy {
        try {
            YamlTree tree = YamlTree.parse(source);
            tree.allow("policy", "cases");
            Member of = tree.member("policy");
            if (!of.text().equals(policy.id())) {
                throw of.malformed("these are not the cases of policy " + policy.id());
            }
            var cases = new ArrayList<PolicyCase>();
            for (Member item : tree.member("cases").items()) {
                cases.add(PolicyCase.read(item));
            }
            return cases;
        } catch (Malformed malformed) {
            throw new InvalidPolicy(
                    List.of(
                            new PolicyProblem(
                                    Optional.empty(), malformed.line(), malformed.detail())));
        }
    }
}
