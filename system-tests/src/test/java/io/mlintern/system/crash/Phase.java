package io.mlintern.system.crash;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a session was doing at a moment, seen from outside.
enum Phase {
    MODEL_ASKED("model asked"),
    MODEL_STREAMING("model streaming"),
    COMMAND_RUNNING("command running"),
    RESULT_PENDING("tool result pending"),
    IDLE("idle");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    /// @param running calls whose command says that it has begun and not that it has ended
    static Phase of(List<Event> events, Set<String> running) {
        Set<String> asked = new LinkedHashSet<>();
        Set<String> streaming = new LinkedHashSet<>();
        Set<String> pending = new LinkedHashSet<>();
        for (Event event : events) {
            switch (event.type()) {
                case "model_call_requested" -> asked.add(event.call());
                case "assistant_chunk" -> streaming.add(event.call());
                case "assistant_message" -> asked.remove(event.call());
                case "tool_call" -> pending.add(event.call());
                case "tool_output" -> pending.remove(event.call());
                default -> {
                    if (event.endsTurn()) asked.clear();
                }
            }
        }
        if (asked.stream().anyMatch(streaming::contains)) return MODEL_STREAMING;
        if (!asked.isEmpty()) return MODEL_ASKED;
        if (pending.stream().anyMatch(running::contains)) return COMMAND_RUNNING;
        return pending.isEmpty() ? IDLE : RESULT_PENDING;
    }

    @Override
    public String toString() {
        return words;
    }
}
