package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// Takes typed members out of a request's JSON object; a wrong one is refused by its name.
///
/// Members that nobody asks for are ignored, and `null` counts as absent.
record Members(ObjectNode object, String where) {

    Optional<JsonNode> member(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    Optional<String> text(String name) {
        return member(name)
                .map(
                        node -> {
                            if (!node.isTextual()) {
                                throw wrong(name, "a string");
                            }
                            return node.textValue();
                        });
    }

    /// A text that is there and not blank.
    String requiredText(String name) {
        return text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> wrong(name, "a string that is not blank"));
    }

    Optional<Boolean> flag(String name) {
        return member(name)
                .map(
                        node -> {
                            if (!node.isBoolean()) {
                                throw wrong(name, "true or false");
                            }
                            return node.booleanValue();
                        });
    }

    Optional<Integer> integer(String name) {
        return member(name)
                .map(
                        node -> {
                            if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                                throw wrong(name, "a whole number");
                            }
                            return node.intValue();
                        });
    }

    Optional<Members> object(String name) {
        return member(name)
                .map(
                        node -> {
                            if (node instanceof ObjectNode child) {
                                return new Members(child, where + name + ".");
                            }
                            throw wrong(name, "an object");
                        });
    }

    Refusal wrong(String name, String expected) {
        return Refusal.invalid(where + name + " must be " + expected);
    }
}
