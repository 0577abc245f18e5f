package io.mlintern.gateway.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Makes clean tool calls of the parts that providers send.
///
/// Providers differ: some repeat the whole name in each part, some send it in pieces, some leave out ids or indices or
/// give every parallel call index 0. Out of here come consecutive indices, one start per call with its whole name, and
/// ids that are never empty and never twice. A call is announced with its first arguments, as only then its name is
/// known to be whole; [#finish] announces the rest.
public final class ToolCallParts {
    /// One part as a provider sent it; what it left out is empty, a missing index is -1.
    public record Part(int index, String id, String name, String arguments) {}

    private static final int NO_INDEX = -1;

    private static final class Building {
        private final int upstreamIndex;
        private String id;
        private String name = "";
        private boolean started;

        Building(int upstreamIndex, String id) {
            this.upstreamIndex = upstreamIndex;
            this.id = id;
        }
    }

    private final String answerId;
    private final List<Building> calls = new ArrayList<>();

    /// @param answerId unique for this answer; ids that the provider left out are made of it
    public ToolCallParts(String answerId) {
        this.answerId = answerId;
    }

    public List<ChatEvent> add(Part part) {
        List<ChatEvent> events = new ArrayList<>();
        Building call = callOf(part);
        if (!call.started) {
            if (call.id.isEmpty()) call.id = part.id();
            call.name = joinNames(call.name, part.name());
        }
        if (!part.arguments().isEmpty()) {
            start(call, events);
            events.add(new ChatEvent.CallArguments(calls.indexOf(call), part.arguments()));
        }
        return events;
    }

    /// Announces what has not been announced: calls without arguments.
    public List<ChatEvent> finish() {
        List<ChatEvent> events = new ArrayList<>();
        if (!calls.isEmpty()) start(calls.getLast(), events);
        return events;
    }

    public boolean any() {
        return !calls.isEmpty();
    }

    private Building callOf(Part part) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            Building call = calls.get(i);
            if (belongs(part, call, i == calls.size() - 1)) return call;
        }
        Building fresh = new Building(part.index(), part.id());
        calls.add(fresh);
        return fresh;
    }

    private static boolean belongs(Part part, Building call, boolean last) {
        if (part.index() != NO_INDEX && part.index() != call.upstreamIndex) return false;
        boolean sameId = part.id().isEmpty() || call.id.isEmpty() || part.id().equals(call.id);
        if (part.index() != NO_INDEX) return sameId;
        if (!part.id().isEmpty()) return part.id().equals(call.id);
        boolean nextCall = !part.name().isEmpty() && call.started;
        return last && !nextCall;
    }

    /// A part that says the same name again, or the name so far and more, is no continuation.
    private static String joinNames(String soFar, String part) {
        if (part.isEmpty() || part.equals(soFar)) return soFar;
        return part.startsWith(soFar) ? part : soFar + part;
    }

    /// Starts every call up to this one, so that indices come in order.
    private void start(Building upTo, List<ChatEvent> events) {
        for (int i = 0; i < calls.size(); i++) {
            Building call = calls.get(i);
            if (!call.started) {
                call.started = true;
                call.id = uniqueId(call, i);
                events.add(new ChatEvent.CallStarted(i, call.id, call.name));
            }
            if (call == upTo) return;
        }
    }

    private String uniqueId(Building call, int index) {
        boolean taken =
                calls.stream()
                        .anyMatch(
                                other ->
                                        other != call
                                                && other.started
                                                && Objects.equals(other.id, call.id));
        return call.id.isEmpty() || taken ? "call_" + answerId + "_" + index : call.id;
    }
}
