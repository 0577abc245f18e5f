package io.mlintern.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Reads one configuration file and lays one over another.
final class ConfigurationFile {
    private ConfigurationFile() {}

    static ObjectNode read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw CliFailure.usage("The configuration file %s cannot be read.".formatted(file));
        }
    }

    static ObjectNode parse(String name, String text) {
        JsonNode tree;
        try {
            tree = Json.parse(text);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw CliFailure.usage(
                    "The configuration file %s is not valid JSON (line %d, column %d)."
                            .formatted(name, place.getLineNr(), place.getColumnNr()));
        }
        if (!(tree instanceof ObjectNode object)) {
            throw CliFailure.usage(
                    "The configuration file %s must hold an object.".formatted(name));
        }
        object.fieldNames().forEachRemaining(key -> checkKnown(name, key));
        return object;
    }

    private static void checkKnown(String file, String key) {
        if (ConfigKey.named(key).isEmpty()) {
            throw CliFailure.usage(
                    "Unknown key \"%s\" in %s; the nearest known one is \"%s\"."
                            .formatted(key, file, Nearest.of(key, ConfigKey.names())));
        }
    }

    /// Objects are merged key by key; everything else, also a list or null, replaces what was there.
    static ObjectNode merge(ObjectNode below, ObjectNode above) {
        ObjectNode merged = below.deepCopy();
        for (Map.Entry<String, JsonNode> field : above.properties()) {
            if (merged.get(field.getKey()) instanceof ObjectNode lower
                    && field.getValue() instanceof ObjectNode upper) {
                merged.set(field.getKey(), merge(lower, upper));
            } else {
                merged.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        return merged;
    }
}
