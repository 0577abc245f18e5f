package io.mlintern.system.crash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Judges the calls of a session by its facts: each is asked for once and settled once, with what really came out of it, before
/// the model is asked again.
final class Calls {
    private static final Set<String> PROVISIONAL = Set.of("unknown", "cancelled");

    private final List<Event> facts;
    private final Consumer<String> complaints;
    private final Map<String, Event> open = new HashMap<>();
    private final Map<String, Event> outputs = new HashMap<>();

    Calls(List<Event> facts, Consumer<String> complaints) {
        this.facts = facts;
        this.complaints = complaints;
    }

    /// All commands that were asked for.
    static Set<String> commands(List<Event> facts) {
        return facts.stream()
                .filter(fact -> fact.is("tool_call") && fact.text("tool").equals("bash"))
                .map(Event::call)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    void check() {
        unique("model_call_requested");
        unique("assistant_message");
        unique("tool_call");
        unique("tool_output");
        unique("tool_output_amended");
        for (Event fact : facts) {
            switch (fact.type()) {
                case "model_call_requested" -> modelAsked(fact);
                case "assistant_message" -> answered(fact);
                case "tool_call" -> called(fact);
                case "tool_output" -> settled(fact);
                case "tool_output_amended" -> amended(fact);
                default -> {
                    if (fact.endsTurn()) ended(fact);
                }
            }
        }
        outputs.values().forEach(this::checkOutput);
    }

    private void unique(String type) {
        List<String> calls = facts.stream().filter(f -> f.is(type)).map(Event::call).toList();
        if (Set.copyOf(calls).size() != calls.size()) {
            complaints.accept("%s twice for one call: %s".formatted(type, calls));
        }
    }

    private void modelAsked(Event fact) {
        if (!open.isEmpty()) {
            complaints.accept("%s while calls are open: %s".formatted(fact.call(), open.keySet()));
        }
        open.put(fact.call(), fact);
    }

    private void answered(Event fact) {
        if (open.remove(fact.call()) == null) {
            complaints.accept("an answer that was not asked for: " + fact.call());
        }
        fact.data()
                .path("tool_calls")
                .forEach(asked -> open.put(asked.path("tool_call_id").asText(), fact));
    }

    private void called(Event fact) {
        if (!open.containsKey(fact.call())) {
            complaints.accept("a call that the model did not ask for: " + fact.call());
        }
    }

    private void settled(Event fact) {
        if (open.remove(fact.call()) == null) {
            complaints.accept("an output without an open call: " + fact.call());
        }
        outputs.put(fact.call(), fact);
    }

    private void amended(Event fact) {
        Event before = outputs.put(fact.call(), fact);
        if (before == null || !PROVISIONAL.contains(before.text("outcome"))) {
            complaints.accept("a definite output was amended: " + fact.call());
        }
    }

    private void ended(Event fact) {
        if (!open.isEmpty()) {
            complaints.accept(
                    "turn %d ends with open calls: %s".formatted(fact.turn(), open.keySet()));
        }
        open.clear();
    }

    private void checkOutput(Event output) {
        String text = output.text("output");
        boolean right =
                output.text("outcome").equals("done")
                        && switch (output.text("tool")) {
                            case "bash" -> text.contains("done by " + output.call());
                            case "read" ->
                                    text.contains(WorkPlan.GIVEN_TEXT)
                                            || text.contains("written for turn " + output.turn());
                            default -> true;
                        };
        if (!right) complaints.accept("not what really came out: " + output);
    }
}
