package io.mlintern.orchestrator.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// What the engine itself looks after in a call that is out. Once somebody has said that it has the call, that is no longer
/// the engine's affair: a run that dies is taken over from its row.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "watch")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Watch.HandedOut.class, name = "handed_out"),
    @JsonSubTypes.Type(value = Watch.SentBack.class, name = "sent_back"),
    @JsonSubTypes.Type(value = Watch.AwaitsPeople.class, name = "awaits_people")
})
public sealed interface Watch {

    /// Nobody has said yet that it has the call, which was handed out `times` times, the last time then.
    record HandedOut(Instant at, int times) implements Watch {
        static HandedOut first(Instant at) {
            return new HandedOut(at, 1);
        }

        HandedOut again(Instant now) {
            return new HandedOut(now, times + 1);
        }

        @Override
        public Instant due(Patience patience) {
            return at.plus(times == 1 ? patience.firstHandOut() : patience.laterHandOuts());
        }
    }

    /// The executor did not run it; it is judged again.
    record SentBack(Instant at) implements Watch {
        @Override
        public Instant due(Patience patience) {
            return at.plus(patience.sentBack());
        }
    }

    /// People decide. Their answer comes from approval-service, also when it is that nobody gave one; only where it does
    /// not come at all is the call given up here.
    ///
    /// @param round which of the requests for this call it is, from 1
    record AwaitsPeople(int round, String policyVersion, Instant expiresAt) implements Watch {
        @Override
        public Instant due(Patience patience) {
            return expiresAt.plus(patience.people());
        }
    }

    Instant due(Patience patience);
}
