package io.mlintern.orchestrator.catalog;

import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.Usage;
import io.mlintern.protocol.UsageRecord;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A model call that no session made, as llm-gateway metered it.
///
/// @param eventId names the record; the same one may come again
record OtherCall(String eventId, Actor owner, ModelId model, Instant at, Usage usage) {
    static final String TYPE = "io.mlintern.llm.usage.v1";

    /// Empty for a session's call, which its facts tell of, and for one that failed before anything was used.
    ///
    /// @throws UnreadableRecord where it is no such record
    static Optional<OtherCall> read(ConsumerRecord<String, byte[]> record) throws UnreadableRecord {
        var envelope = Records.read(record);
        if (!(envelope.message() instanceof UsageRecord metered)
                || metered.sessionId().isPresent()
                || (metered.failure().isPresent() && metered.usage().totalTokens() == 0)) {
            return Optional.empty();
        }
        return Optional.of(
                new OtherCall(
                        envelope.id(),
                        envelope.actor(),
                        metered.model(),
                        envelope.time(),
                        metered.usage()));
    }
}
