package io.mlintern.policy;

import io.mlintern.policy.Level.Approver;
import io.mlintern.policy.Level.Excluded;
import io.mlintern.policy.YamlTree.Malformed;
import io.mlintern.policy.YamlTree.Member;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the YAML of a policy. All rules are looked at, so that one run names all problems.
final class PolicyReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final List<PolicyProblem> problems = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private PolicyReader() {}

    static PolicySource read(String text) throws InvalidPolicy {
        var reader = new PolicyReader();
        try {
            return reader.policy(YamlTree.parse(text));
        } catch (Malformed malformed) {
            reader.problems.add(
                    new PolicyProblem(Optional.empty(), malformed.line(), malformed.detail()));
            throw new InvalidPolicy(reader.problems);
        }
    }

    private PolicySource policy(YamlTree tree) throws Malformed, InvalidPolicy {
        tree.allow("policy", "language", "rules");
        String id = name(tree.member("policy"));
        Member language = tree.member("language");
        if (!language.text().equals(Integer.toString(PolicySource.LANGUAGE))) {
            throw language.malformed("only language 1 is known");
        }
        var rules = new ArrayList<PolicySource.Rule>();
        for (Member rule : tree.member("rules").items()) {
            rule(rule).ifPresent(rules::add);
        }
        if (!problems.isEmpty()) {
            throw new InvalidPolicy(problems);
        }
        return new PolicySource(id, rules);
    }

    private Optional<PolicySource.Rule> rule(Member item) {
        Optional<String> known = Optional.empty();
        try {
            YamlTree tree = item.tree();
            String name = name(tree.member("name"));
            known = Optional.of(name);
            if (!names.add(name)) {
                throw item.malformed("a second rule of this name");
            }
            Member when = tree.member("when");
            return Optional.of(
                    new PolicySource.Rule(name, when.text(), when.line(), verdict(name, tree)));
        } catch (Malformed malformed) {
            problems.add(new PolicyProblem(known, malformed.line(), malformed.detail()));
            return Optional.empty();
        }
    }

    private static Verdict verdict(String rule, YamlTree tree) throws Malformed {
        Member verdict = tree.member("verdict");
        String reason = tree.member("reason").text();
        return switch (verdict.text()) {
            case "allow" -> {
                tree.allow("name", "when", "verdict", "reason");
                yield new Verdict.Allow(rule, reason);
            }
            case "deny" -> {
                tree.allow("name", "when", "verdict", "reason");
                yield new Verdict.Deny(rule, reason);
            }
            case "ask" -> {
                tree.allow("name", "when", "verdict", "reason", "approvers", "expires");
                yield new Verdict.Ask(
                        rule, reason, levels(tree.member("approvers")), duration(tree));
            }
            default -> throw verdict.malformed("a verdict is allow, ask or deny");
        };
    }

    private static List<Level> levels(Member approvers) throws Malformed {
        var levels = new ArrayList<Level>();
        for (Member item : approvers.items()) {
            YamlTree tree = item.tree();
            tree.allow("needed", "from", "except");
            levels.add(new Level(needed(tree.member("needed")), from(tree), except(tree)));
        }
        return levels;
    }

    private static int needed(Member needed) throws Malformed {
        if (!needed.text().matches("[1-9][0-9]?")) {
            throw needed.malformed("needed is a number from 1 to 99");
        }
        return Integer.parseInt(needed.text());
    }

    private static List<Approver> from(YamlTree tree) throws Malformed {
        var approvers = new ArrayList<Approver>();
        for (Member item : tree.member("from").items()) {
            approvers.add(approver(item));
        }
        return approvers;
    }

    private static Approver approver(Member item) throws Malformed {
        String text = item.text();
        if (text.equals("owner")) {
            return new Approver.Owner();
        }
        if (text.startsWith("group:") && text.length() > 6) {
            return new Approver.Group(text.substring(6));
        }
        if (text.startsWith("user:") && text.length() > 5) {
            return new Approver.User(text.substring(5));
        }
        throw item.malformed("an approver is owner, group:NAME or user:NAME");
    }

    private static Set<Excluded> except(YamlTree tree) throws Malformed {
        var excluded = new HashSet<Excluded>();
        if (tree.has("except")) {
            for (Member item : tree.member("except").items()) {
                excluded.add(
                        switch (item.text()) {
                            case "requester" -> Excluded.REQUESTER;
                            case "owner" -> Excluded.OWNER;
                            default -> throw item.malformed("excluded are requester or owner");
                        });
            }
        }
        return excluded;
    }

    private static Duration duration(YamlTree tree) throws Malformed {
        Member expires = tree.member("expires");
        try {
            Duration duration = Duration.parse(expires.text());
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException _) {
            // Said below, as for a duration that is none.
        }
        throw expires.malformed("expires is an ISO duration such as PT24H");
    }

    private static String name(Member member) throws Malformed {
        if (!NAME.matcher(member.text()).matches()) {
            throw member.malformed("a name has lower-case letters, digits and hyphens");
        }
        return member.text();
    }
}
