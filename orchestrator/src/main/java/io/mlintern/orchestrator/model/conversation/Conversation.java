package io.mlintern.orchestrator.model.conversation;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Fact.PinnedTool;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// What is known of one session: its facts in any order, each once, and which are missing.
///
/// Not thread-safe. Facts that no request needs are counted, not kept.
public final class Conversation {
    /// Facts that are not known yet, from the first to the last of them, inclusive.
    public record Gap(long from, long to) {}

    private static final long EMPTY = 512;

    private final NavigableMap<Long, Fact> facts = new TreeMap<>();
    private final BitSet known = new BitSet();
    private long bytes;

    /// Takes a fact in; the same `seq` again changes nothing.
    public void fold(long seq, Fact fact) {
        int index = Math.toIntExact(seq);
        if (known.get(index)) {
            return;
        }
        known.set(index);
        long size = Size.of(fact);
        if (size > 0) {
            facts.put(seq, fact);
            bytes += size;
        }
    }

    /// What must still be read before a request up to `upTo` can be built.
    public Optional<Gap> missing(long upTo) {
        int last = Math.toIntExact(upTo);
        int from = known.nextClearBit(1);
        return from > last
                ? Optional.empty()
                : Optional.of(new Gap(from, known.previousClearBit(last)));
    }

    /// Builds the request of a call. Facts after its `upTo` do not count.
    ///
    /// @throws IllegalStateException where facts are [#missing] or the call names a prompt or tools that are none
    public ModelRequest request(Fact.ModelCallRequested call) {
        if (missing(call.upTo()).isPresent()) {
            throw new IllegalStateException("facts are missing: " + missing(call.upTo()));
        }
        var messages = new ArrayList<ChatMessage>();
        prompt(call.systemPrompt()).ifPresent(messages::add);
        messages.addAll(Transcript.of(facts.headMap(call.upTo(), true)));
        return new ModelRequest(
                call.model(), call.effort(), call.stream(), messages, tools(call.toolsPinned()));
    }

    /// The user that the session belongs to, once its first fact is known.
    public Optional<String> owner() {
        return facts.values().stream()
                .filter(Fact.SessionOpened.class::isInstance)
                .map(fact -> ((Fact.SessionOpened) fact).settings().owner())
                .findFirst();
    }

    /// The newest model call that was asked for up to `upTo`: the one that an interrupt then stops.
    public Optional<CallId> newestCall(long upTo) {
        return facts.headMap(upTo, true).descendingMap().values().stream()
                .filter(Fact.ModelCallRequested.class::isInstance)
                .map(fact -> ((Fact.ModelCallRequested) fact).callId())
                .findFirst();
    }

    /// About how much memory it takes.
    public long bytes() {
        return EMPTY + bytes;
    }

    private Optional<ChatMessage> prompt(long seq) {
        return switch (facts.get(seq)) {
            case Fact.SystemPrompt prompt ->
                    Optional.of(new ChatMessage.SystemPrompt(prompt.text()));
            case null -> none(seq, "system prompt");
            case Fact _ -> throw new IllegalStateException("no system prompt at " + seq);
        };
    }

    private List<PinnedTool> tools(long seq) {
        return switch (facts.get(seq)) {
            case Fact.ToolsPinned pinned -> pinned.tools();
            case null -> this.<List<PinnedTool>>none(seq, "pinned tools").orElse(List.of());
            case Fact _ -> throw new IllegalStateException("no pinned tools at " + seq);
        };
    }

    private <T> Optional<T> none(long seq, String what) {
        if (seq != 0) {
            throw new IllegalStateException("no " + what + " at " + seq);
        }
        return Optional.empty();
    }
}
