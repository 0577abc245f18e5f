package io.mlintern.tools.tool;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.mlintern.protocol.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Holds arguments against a tool's schema and says, in words, what is wrong with them.
public final class ArgumentCheck {
    private static final int ERRORS_NAMED = 5;
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemaRegistryConfig(
                                    SchemaRegistryConfig.builder().locale(Locale.ROOT).build()));

    private final Schema schema;

    public ArgumentCheck(JsonObject parameters) {
        schema = REGISTRY.getSchema(parameters.text(), InputFormat.JSON);
    }

    /// What is wrong, for the one who wrote the arguments; empty when nothing is.
    public Optional<String> complaint(JsonObject arguments) {
        List<Error> errors = schema.validate(arguments.text(), InputFormat.JSON);
        if (errors.isEmpty()) return Optional.empty();
        return Optional.of(
                errors.stream()
                        .map(ArgumentCheck::sentence)
                        .distinct()
                        .limit(ERRORS_NAMED)
                        .collect(Collectors.joining("; ", "The arguments do not fit: ", ".")));
    }

    private static String sentence(Error error) {
        String field = field(error);
        return switch (error.getKeyword()) {
            case "required" -> quoted(inside(field, error.getProperty())) + " is missing";
            case "additionalProperties", "unevaluatedProperties" ->
                    "there is no argument " + quoted(inside(field, error.getProperty()));
            case "type" ->
                    "%s must be %s, not %s"
                            .formatted(subject(field), argument(error, 1), argument(error, 0));
            case "enum" -> subject(field) + " must be one of " + choices(error);
            default -> subject(field) + ": " + error.getMessage();
        };
    }

    private static String field(Error error) {
        String pointer = error.getInstanceLocation().toString();
        return pointer.startsWith("/") ? pointer.substring(1).replace('/', '.') : "";
    }

    private static String inside(String field, String property) {
        return field.isEmpty() ? property : field + "." + property;
    }

    private static String subject(String field) {
        return field.isEmpty() ? "the whole" : quoted(field);
    }

    private static String quoted(String field) {
        return '"' + field + '"';
    }

    private static String argument(Error error, int index) {
        Object[] arguments = error.getArguments();
        return index < arguments.length ? String.valueOf(arguments[index]) : "something else";
    }

    private static String choices(Error error) {
        return Arrays.stream(error.getArguments())
                .map(String::valueOf)
                .findFirst()
                .orElse("the listed values");
    }
}
