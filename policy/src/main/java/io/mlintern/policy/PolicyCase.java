package io.mlintern.policy;

import io.mlintern.policy.YamlTree.Malformed;
import io.mlintern.policy.YamlTree.Member;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One call that a policy is tried on, and what is expected of it.
///
/// @param verdict `allow`, `ask` or `deny`
/// @param rule the rule that must decide; [Policy#DEFAULT_RULE] where none may match
record PolicyCase(String name, int line, CallFacts call, String verdict, String rule) {

    static PolicyCase read(Member item) throws Malformed {
        YamlTree tree = item.tree();
        tree.allow(
                "name",
                "tool",
                "arguments",
                "effect",
                "cost_usd",
                "user",
                "groups",
                "attended",
                "auto_approval",
                "verdict",
                "rule");
        return new PolicyCase(
                tree.member("name").text(),
                item.line(),
                call(tree),
                tree.member("verdict").text(),
                tree.member("rule").text());
    }

    private static CallFacts call(YamlTree tree) throws Malformed {
        return new CallFacts(
                new ToolName(tree.member("tool").text()),
                arguments(tree),
                effect(tree),
                tree.has("cost_usd")
                        ? Optional.of(money(tree.member("cost_usd")))
                        : Optional.empty(),
                session(tree));
    }

    private static JsonObject arguments(YamlTree tree) throws Malformed {
        if (!tree.has("arguments")) {
            return JsonObject.EMPTY;
        }
        Member arguments = tree.member("arguments");
        if (arguments.plain() instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // A mapping's names are texts.
            var members = (Map<String, Object>) map;
            return JsonObject.of(members);
        }
        throw arguments.malformed("arguments are a mapping");
    }

    private static Effect effect(YamlTree tree) throws Malformed {
        if (!tree.has("effect")) {
            return Effect.WRITE;
        }
        Member effect = tree.member("effect");
        for (Effect known : Effect.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(effect.text())) {
                return known;
            }
        }
        throw effect.malformed("an effect is read, write, spend or destroy");
    }

    private static SessionFacts session(YamlTree tree) throws Malformed {
        return new SessionFacts(
                tree.has("user") ? tree.member("user").text() : "ada",
                groups(tree),
                !tree.has("attended") || Boolean.parseBoolean(tree.member("attended").text()),
                autoApproval(tree));
    }

    private static Set<String> groups(YamlTree tree) throws Malformed {
        var groups = new HashSet<String>();
        if (tree.has("groups")) {
            for (Member group : tree.member("groups").items()) {
                groups.add(group.text());
            }
        }
        return groups;
    }

    private static AutoApproval autoApproval(YamlTree tree) throws Malformed {
        if (!tree.has("auto_approval")) {
            return new AutoApproval.Off();
        }
        Member given = tree.member("auto_approval");
        return switch (given.text()) {
            case "off" -> new AutoApproval.Off();
            case "uncapped" -> new AutoApproval.Uncapped();
            default -> new AutoApproval.Capped(money(given));
        };
    }

    private static BigDecimal money(Member member) throws Malformed {
        try {
            return new BigDecimal(member.text());
        } catch (NumberFormatException _) {
            throw member.malformed("dollars are expected here");
        }
    }
}
