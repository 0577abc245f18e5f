package io.mlintern.orchestrator.catalog;

import io.mlintern.orchestrator.model.FactSource;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.UnreadableRecord;
import java.util.ArrayList;
import java.util.List;

/// The catalog as the model runner reads it: the facts of sessions that it has not seen go by.
public final class CatalogFacts implements FactSource {
    private final FactRepository facts;

    public CatalogFacts(FactRepository facts) {
        this.facts = facts;
    }

    @Override
    public List<SessionEvent> read(SessionId session, long fromSeq, long toSeq) {
        var events = new ArrayList<SessionEvent>();
        for (var fact : facts.factsUpTo(session, fromSeq, toSeq)) {
            try {
                events.add(Codec.readEvent(fact.value()));
            } catch (UnreadableRecord e) {
                throw new IllegalStateException(
                        "fact " + fact.seq() + " of session " + session + " cannot be read", e);
            }
        }
        return events;
    }
}
