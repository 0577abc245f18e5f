package io.mlintern.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mlintern.cli.exit.CliFailure;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts variables into every string of a tree: `${VAR}` must be set, `${VAR:-default}` need not be.
///
/// A variable that is set to nothing counts as set. The result stays a string; keys are left alone.
final class Placeholders {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*)|:[^}]*)?}");

    private final Environment environment;

    Placeholders(Environment environment) {
        this.environment = environment;
    }

    JsonNode substitute(JsonNode tree) {
        return substitute("", tree);
    }

    private JsonNode substitute(String key, JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(
                                field ->
                                        copy.set(
                                                field.getKey(),
                                                substitute(
                                                        below(key, field.getKey()),
                                                        field.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                for (int i = 0; i < array.size(); i++) {
                    copy.add(substitute(key + "[" + i + "]", array.get(i)));
                }
                yield copy;
            }
            case TextNode text -> TextNode.valueOf(substitute(key, text.textValue()));
            default -> node;
        };
    }

    private static String below(String key, String field) {
        return key.isEmpty() ? field : key + "." + field;
    }

    private String substitute(String key, String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(key, match)));
    }

    private String value(String key, MatchResult match) {
        String name = match.group(1);
        String fallback = match.group(2);
        if (fallback != null) {
            return environment.get(name).orElse(fallback);
        }
        return environment
                .get(name)
                .orElseThrow(
                        () ->
                                CliFailure.usage(
                                        "The configuration key \"%s\" needs the variable %s, which is not set; set it in the environment or in .env."
                                                .formatted(key, name)));
    }
}
