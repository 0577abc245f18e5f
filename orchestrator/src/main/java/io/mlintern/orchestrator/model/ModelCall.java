package io.mlintern.orchestrator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlintern.kit.runs.Payload;
import io.mlintern.kit.runs.RunHandle;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Fact.ModelCallRequested;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import java.io.IOException;
import java.util.Optional;

/// A model call as it was handed out: what a run's row keeps of it, and all that a take-over has.
record ModelCall(
        SessionId session,
        int turn,
        Actor actor,
        Optional<String> traceparent,
        ModelCallRequested requested) {

    static ModelCall of(Envelope<?> envelope, SessionEvent event, ModelCallRequested requested) {
        return new ModelCall(
                event.sessionId(),
                event.turn(),
                envelope.actor(),
                envelope.traceparent(),
                requested);
    }

    static ModelCall of(Payload payload) {
        try {
            return Json.mapper().readValue(payload.bytes(), ModelCall.class);
        } catch (IOException e) {
            throw new IllegalStateException("a run's request that cannot be read", e);
        }
    }

    /// A number that rises each time the model is asked, whoever asks: each holder of the run may ask several times.
    static int attempt(RunHandle run, int tried) {
        return (run.attempt() - 1) * RetryPolicy.ATTEMPTS + tried;
    }

    CallId id() {
        return requested.callId();
    }

    Payload payload() {
        try {
            return Payload.of(Json.mapper().writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that cannot be written", e);
        }
    }
}
