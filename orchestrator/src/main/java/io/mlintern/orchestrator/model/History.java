package io.mlintern.orchestrator.model;

import io.mlintern.orchestrator.model.Conversations.Ready;
import io.mlintern.orchestrator.model.conversation.Conversation.Gap;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact.ModelCallRequested;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Completes conversations: from memory, else from the catalog, which may lag behind, else from the topic itself.
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final Duration CATALOG_MAY_LAG = Duration.ofSeconds(2);
    private static final int ROUNDS = 2;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Conversations conversations;
    private final FactSource catalog;
    private final EventsReplay topic;

    History(Conversations conversations, FactSource catalog, EventsReplay topic) {
        this.conversations = conversations;
        this.catalog = catalog;
        this.topic = topic;
    }

    /// The request of a call.
    ///
    /// @throws HistoryMissing when facts are nowhere to be found
    Ready request(SessionId session, ModelCallRequested call)
            throws InterruptedException, HistoryMissing {
        Optional<Ready> ready = conversations.ready(session, call);
        // What was read may be forgotten at once where memory is short and calls are many.
        for (int round = 0; ready.isEmpty() && round < ROUNDS; round++) {
            complete(session, call.upTo());
            ready = conversations.ready(session, call);
        }
        return ready.orElseThrow(() -> new HistoryMissing(session, call.upTo()));
    }

    /// The model call that an interrupt with this `seq` stops, if there is one.
    Optional<CallId> newestCall(SessionId session, long seq) throws InterruptedException {
        complete(session, seq);
        return conversations.newestCall(session, seq);
    }

    private void complete(SessionId session, long upTo) throws InterruptedException {
        long until = System.nanoTime() + CATALOG_MAY_LAG.toNanos();
        Instant newest = Instant.EPOCH;
        while (conversations.missing(session, upTo).isPresent()) {
            var read = fromCatalog(session, upTo);
            read.forEach(conversations::fold);
            newest = read.isEmpty() ? newest : read.getLast().time();
            if (System.nanoTime() > until) {
                fromTopic(session, upTo, newest).forEach(conversations::fold);
                return;
            }
            if (conversations.missing(session, upTo).isPresent()) {
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    private List<SessionEvent> fromCatalog(SessionId session, long upTo) {
        Optional<Gap> gap = conversations.missing(session, upTo);
        try {
            return gap.isPresent()
                    ? catalog.read(session, gap.get().from(), gap.get().to())
                    : List.of();
        } catch (RuntimeException e) {
            LOG.warn("the catalog does not answer: {}", e.toString());
            return List.of();
        }
    }

    private List<SessionEvent> fromTopic(SessionId session, long upTo, Instant since)
            throws InterruptedException {
        Optional<Gap> gap = conversations.missing(session, upTo);
        return gap.isPresent()
                ? topic.read(session, gap.get().from(), gap.get().to(), since)
                : List.of();
    }

    /// Facts that a call needs are neither in the catalog nor on the topic.
    static final class HistoryMissing extends Exception {
        private static final long serialVersionUID = 1;

        HistoryMissing(SessionId session, long upTo) {
            super("facts of " + session + " up to " + upTo + " cannot be found");
        }
    }
}
