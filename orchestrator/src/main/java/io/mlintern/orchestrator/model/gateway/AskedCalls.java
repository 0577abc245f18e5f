package io.mlintern.orchestrator.model.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.protocol.ModelResult.AskedCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts tool calls together from their fragments, in the order of their indices.
///
/// Lenient towards servers that repeat the whole name, leave the index out, or number all calls 0: a new id begins a new
/// call.
final class AskedCalls {
    private static final class Draft {
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();
    }

    private final Map<Integer, Draft> byIndex = new TreeMap<>();
    private final Map<Integer, Integer> moved = new HashMap<>();

    /// @return how many characters were added
    int take(JsonNode fragment) {
        Draft draft = draft(fragment);
        String id = text(fragment.path("id"));
        if (!id.isEmpty()) {
            draft.id = id;
        }
        JsonNode function = fragment.path("function");
        draft.name = named(draft.name, text(function.path("name")));
        String arguments = arguments(function.path("arguments"));
        draft.arguments.append(arguments);
        return arguments.length();
    }

    boolean isEmpty() {
        return byIndex.isEmpty();
    }

    List<AskedCall> asked() {
        var calls = new ArrayList<AskedCall>();
        byIndex.values()
                .forEach(draft -> calls.add(new AskedCall(draft.name, draft.arguments.toString())));
        return calls;
    }

    private Draft draft(JsonNode fragment) {
        String id = text(fragment.path("id"));
        int said =
                fragment.path("index").isInt()
                        ? fragment.path("index").intValue()
                        : impliedIndex(id);
        int index = moved.getOrDefault(said, said);
        Draft draft = byIndex.computeIfAbsent(index, _ -> new Draft());
        boolean another = !id.isEmpty() && !draft.id.isEmpty() && !id.equals(draft.id);
        if (another) {
            moved.put(said, next());
            return byIndex.computeIfAbsent(next(), _ -> new Draft());
        }
        return draft;
    }

    private int impliedIndex(String id) {
        boolean goesOn = id.isEmpty() && !byIndex.isEmpty();
        return goesOn ? next() - 1 : indexOf(id);
    }

    private int indexOf(String id) {
        return byIndex.entrySet().stream()
                .filter(entry -> entry.getValue().id.equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(this::next);
    }

    private int next() {
        return byIndex.keySet().stream().mapToInt(index -> index + 1).max().orElse(0);
    }

    private static String named(String name, String fragment) {
        return fragment.startsWith(name) ? fragment : name + fragment;
    }

    /// Some servers send an object where its text belongs.
    private static String arguments(JsonNode arguments) {
        return arguments.isObject() ? arguments.toString() : text(arguments);
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }
}
