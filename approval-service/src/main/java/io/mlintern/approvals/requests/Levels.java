package io.mlintern.approvals.requests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.policy.Level;
import io.mlintern.policy.Level.Approver;
import io.mlintern.policy.Level.Excluded;
import io.mlintern.protocol.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Levels as texts: as a policy writes them, and as a row keeps them.
final class Levels {
    private static final String GROUP = "group:";
    private static final String USER = "user:";

    private Levels() {}

    static List<String> approvers(Level level) {
        return level.from().stream().map(Levels::text).toList();
    }

    static List<String> excluded(Level level) {
        return level.except().stream()
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    /// All who may vote at any level, an owner by their name.
    static List<String> asked(List<Level> levels, String owner) {
        return levels.stream()
                .flatMap(level -> level.from().stream())
                .map(one -> one instanceof Approver.Owner ? USER + owner : text(one))
                .distinct()
                .toList();
    }

    static String write(List<Level> levels) {
        var array = Json.mapper().createArrayNode();
        for (Level level : levels) {
            var node = array.addObject().put("needed", level.needed());
            approvers(level).forEach(node.putArray("from")::add);
            excluded(level).forEach(node.putArray("except")::add);
        }
        return array.toString();
    }

    static List<Level> read(String text) {
        try {
            List<Level> levels = new ArrayList<>();
            for (JsonNode node : Json.mapper().readTree(text)) {
                levels.add(
                        new Level(
                                node.path("needed").asInt(),
                                node.path("from")
                                        .valueStream()
                                        .map(one -> approver(one.asText()))
                                        .toList(),
                                excluded(node.path("except"))));
            }
            return List.copyOf(levels);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("levels that cannot be read", e);
        }
    }

    private static Set<Excluded> excluded(JsonNode names) {
        Set<Excluded> excluded = new HashSet<>();
        names.forEach(one -> excluded.add(Excluded.valueOf(one.asText().toUpperCase(Locale.ROOT))));
        return excluded;
    }

    private static String text(Approver approver) {
        return switch (approver) {
            case Approver.Owner _ -> "owner";
            case Approver.Group(String name) -> GROUP + name;
            case Approver.User(String name) -> USER + name;
        };
    }

    private static Approver approver(String text) {
        if (text.startsWith(GROUP)) {
            return new Approver.Group(text.substring(GROUP.length()));
        }
        return text.startsWith(USER)
                ? new Approver.User(text.substring(USER.length()))
                : new Approver.Owner();
    }
}
