package io.mlintern.orchestrator.model;

import io.mlintern.orchestrator.model.conversation.Conversation;
import io.mlintern.orchestrator.model.conversation.Conversation.Gap;
import io.mlintern.orchestrator.model.conversation.ModelRequest;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Fact.ModelCallRequested;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The conversations of live sessions, bounded in bytes: those that were used least lately go first, and are loaded again
/// when they are needed. Thread-safe.
final class Conversations {
    /// What a call needs: its request, and the user that the session belongs to.
    record Ready(ModelRequest request, Optional<String> owner) {}

    private final long budget;
    private final Map<SessionId, Conversation> bySession = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Conversations(long budget) {
        this.budget = budget;
    }

    /// Takes in what is a fact; signals change nothing.
    synchronized void fold(SessionEvent event) {
        if (event.data() instanceof Fact fact) {
            fold(event.sessionId(), event.seq().orElseThrow(), fact);
            forgetOldest();
        }
    }

    synchronized Optional<Gap> missing(SessionId session, long upTo) {
        return conversation(session).missing(upTo);
    }

    /// The request, where all facts that it is made of are known.
    synchronized Optional<Ready> ready(SessionId session, ModelCallRequested call) {
        Conversation conversation = conversation(session);
        return conversation.missing(call.upTo()).isPresent()
                ? Optional.empty()
                : Optional.of(new Ready(conversation.request(call), conversation.owner()));
    }

    /// The newest model call that was asked for up to `upTo`.
    synchronized Optional<CallId> newestCall(SessionId session, long upTo) {
        return conversation(session).newestCall(upTo);
    }

    synchronized int size() {
        return bySession.size();
    }

    private Conversation conversation(SessionId session) {
        return bySession.computeIfAbsent(
                session,
                _ -> {
                    var begun = new Conversation();
                    bytes += begun.bytes();
                    return begun;
                });
    }

    private void fold(SessionId session, long seq, Fact fact) {
        Conversation conversation = conversation(session);
        long before = conversation.bytes();
        conversation.fold(seq, fact);
        bytes += conversation.bytes() - before;
    }

    /// The one that was used last stays, however large it is.
    private void forgetOldest() {
        var oldest = bySession.values().iterator();
        while (bytes > budget && bySession.size() > 1) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
