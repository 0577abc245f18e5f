package io.mlintern.protocol;

import java.time.Instant;
import java.util.Optional;

/// A message with what every record carries: a CloudEvent's attributes, the tenant and the actor.
///
/// @param id unique per source; the same message sent again carries the same id
/// @param source `/mlintern/<service>`
/// @param traceparent W3C trace context, where the sender had one
public record Envelope<T extends Message>(
        String id,
        String source,
        Instant time,
        Actor actor,
        Optional<String> traceparent,
        T message) {

    public static <T extends Message> Envelope<T> of(
            String id, String service, Instant time, Actor actor, T message) {
        return new Envelope<>(id, "/mlintern/" + service, time, actor, Optional.empty(), message);
    }

    public <R extends Message> Envelope<R> with(R other) {
        return new Envelope<>(id, source, time, actor, traceparent, other);
    }
}
