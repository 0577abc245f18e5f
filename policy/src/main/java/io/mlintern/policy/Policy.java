package io.mlintern.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mlintern.policy.grant.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A compiled policy: rules in order, the first that matches decides, and what no rule names is denied.
///
/// Immutable and safe for any number of threads. Evaluation has no effect, and its length is bounded. A rule that cannot be
/// evaluated for a call denies it: an error never opens a door.
public final class Policy {
    /// Named as the rule where none matched.
    public static final String DEFAULT_RULE = "default";

    private final String id;
    private final String version;
    private final String source;
    private final List<Rule> rules;

    private record Rule(PolicySource.Rule written, Condition condition) {}

    private Policy(String id, String source, List<Rule> rules) {
        this.id = id;
        this.version = Sha256.hex(source.getBytes(UTF_8));
        this.source = source;
        this.rules = List.copyOf(rules);
    }

    /// Reads and compiles a policy.
    ///
    /// @throws InvalidPolicy with all that is wrong, by rule and line
    public static Policy compile(String source) throws InvalidPolicy {
        PolicySource read = PolicyReader.read(source);
        var rules = new ArrayList<Rule>();
        var problems = new ArrayList<PolicyProblem>();
        for (PolicySource.Rule rule : read.rules()) {
            switch (Condition.compile(rule.condition())) {
                case Condition.Compiled.Ok(var condition) -> rules.add(new Rule(rule, condition));
                case Condition.Compiled.Wrong(int line, String message) ->
                        problems.add(
                                new PolicyProblem(
                                        Optional.of(rule.name()), rule.line() + line - 1, message));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidPolicy(problems);
        }
        return new Policy(read.id(), source, rules);
    }

    public Decision decide(CallFacts call) {
        var variables = new CallVariables(call);
        for (Rule rule : rules) {
            switch (rule.condition().test(variables)) {
                case Condition.Outcome.Holds() -> {
                    return new Decision(rule.written().verdict(), version);
                }
                case Condition.Outcome.HoldsNot() -> {}
                case Condition.Outcome.Failed(String why) -> {
                    return new Decision(failed(rule.written().name(), why), version);
                }
            }
        }
        return new Decision(
                new Verdict.Deny(DEFAULT_RULE, "No rule of policy " + id + " allows this call."),
                version);
    }

    private static Verdict failed(String rule, String why) {
        return new Verdict.Deny(
                rule,
                "Rule "
                        + rule
                        + " cannot be evaluated for this call, so it is denied: "
                        + why
                        + ".");
    }

    /// What the rule of this name says where it matches; empty where there is none.
    public Optional<Verdict> verdict(String rule) {
        return rules.stream()
                .map(Rule::written)
                .filter(written -> written.name().equals(rule))
                .map(PolicySource.Rule::verdict)
                .findFirst();
    }

    public String id() {
        return id;
    }

    /// The SHA-256 of the source, hexadecimal.
    public String version() {
        return version;
    }

    public String source() {
        return source;
    }

    /// The names of the rules, in order.
    public List<String> rules() {
        return rules.stream().map(rule -> rule.written().name()).toList();
    }
}
