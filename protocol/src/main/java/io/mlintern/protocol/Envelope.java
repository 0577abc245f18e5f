package io.mlintern.protocol;

import java.time.Instant;
import java.util.Optional;

/// A message with what every record carries: a CloudEvent's attributes, the tenant and the actor.
///
/// @param id unique per source; the same message sent again carries the same id
/// @param source `/mlintern/<service>`
/// @param traceparent W3C trace context: that of the input which led to it, else one that begins with this record. Empty
/// only when read from a sender that wrote none
public record Envelope<T extends Message>(
        String id,
        String source,
        Instant time,
        Actor actor,
        Optional<String> traceparent,
        T message) {

    public static <T extends Message> Envelope<T> of(
            String id, String service, Instant time, Actor actor, T message) {
        String source = "/mlintern/" + service;
        return new Envelope<>(
                id, source, time, actor, Optional.of(Traceparent.begunBy(source, id)), message);
    }

    /// The same record as a consequence of what that trace context names.
    public Envelope<T> inTrace(String parent) {
        return new Envelope<>(id, source, time, actor, Optional.of(parent), message);
    }
}
