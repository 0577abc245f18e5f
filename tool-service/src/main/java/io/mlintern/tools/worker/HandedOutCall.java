package io.mlintern.tools.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlintern.kit.runs.Payload;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/// A call with what travels beside it: all that a worker needs to carry it out, kept in its run.
record HandedOutCall(String tenant, String user, Optional<String> traceparent, ToolCall call) {

    static HandedOutCall of(Envelope<?> envelope, ToolCall call) {
        Actor actor = envelope.actor();
        return new HandedOutCall(actor.tenant(), actor.user(), envelope.traceparent(), call);
    }

    static HandedOutCall read(Payload payload) {
        try {
            return Json.mapper().readValue(payload.bytes(), HandedOutCall.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a run's request cannot be read", e);
        }
    }

    Payload payload() {
        try {
            return Payload.of(Json.mapper().writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a call that cannot be written", e);
        }
    }

    Actor actor() {
        return new Actor(tenant, user);
    }

    <T extends Message> Envelope<T> envelope(String id, Instant time, T message) {
        return new Envelope<>(id, "/mlintern/tool-service", time, actor(), traceparent, message);
    }
}
