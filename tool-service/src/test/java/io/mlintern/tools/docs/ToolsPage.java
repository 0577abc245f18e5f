package io.mlintern.tools.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.kit.runs.Recovery;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.JsonObject;
import io.mlintern.tools.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The page of tools, for people.
final class ToolsPage {
    private static final String HEAD =
            """
            # Tools

            <!-- Made from the code by ToolsDocumentationTest (module tool-service); it says the command that rewrites it. -->

            What tool-service offers to a model, in this order. `plan_tool` is the engine's own and changes only the session. The
            policy in force judges a call by its effect; *recovery* is what another worker does when the first dies in the middle.
            """;

    private ToolsPage() {}

    static String of(List<Tool> tools) {
        return HEAD + tools.stream().map(ToolsPage::section).collect(Collectors.joining());
    }

    private static String section(Tool tool) {
        return """

        ## `%s`

        %s

        | effects | recovery | time limit |
        |---|---|---|
        | %s | %s | %s |

        %s"""
                .formatted(
                        tool.name().value(),
                        tool.description().strip(),
                        effects(new TreeMap<>(tool.effects())),
                        recovery(tool.recovery()),
                        spoken(tool.timeLimit()),
                        arguments(tool.parameters()));
    }

    private static String effects(Map<String, ?> byOperation) {
        return byOperation.entrySet().stream()
                .map(
                        entry ->
                                entry.getKey().equals("*")
                                        ? "`%s`".formatted(entry.getValue())
                                        : "`%s` for `%s`"
                                                .formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String recovery(Recovery recovery) {
        return switch (recovery) {
            case REATTACH -> "`REATTACH`: the effect lives on and is found again";
            case RERUN -> "`RERUN`: it runs again, which does no harm";
            case NONE -> "`NONE`: the outcome is unknown, and the model is told so";
        };
    }

    private static String spoken(Duration limit) {
        long seconds = limit.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private static String arguments(JsonObject parameters) {
        JsonNode schema = tree(parameters);
        Set<String> required =
                schema.path("required")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet());
        var page =
                new StringBuilder("| argument | type | required | meaning |\n|---|---|---|---|\n");
        schema.path("properties")
                .propertyStream()
                .forEach(
                        argument ->
                                page.append(
                                        "| `%s` | %s | %s | %s |\n"
                                                .formatted(
                                                        argument.getKey(),
                                                        type(argument.getValue()),
                                                        required.contains(argument.getKey())
                                                                ? "yes"
                                                                : "",
                                                        cell(
                                                                argument.getValue()
                                                                        .path("description")
                                                                        .asText()))));
        return page.toString();
    }

    private static String type(JsonNode argument) {
        JsonNode values = argument.path("enum");
        return values.isArray()
                ? values.valueStream()
                        .map(value -> "`" + value.asText() + "`")
                        .collect(Collectors.joining(", "))
                : argument.path("type").asText();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static JsonNode tree(JsonObject parameters) {
        try {
            return Json.mapper().readTree(parameters.text());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema of a tool is no JSON", e);
        }
    }
}
