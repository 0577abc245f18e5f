package io.mlintern.orchestrator.engine.streams;

import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.WireRecord;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// What a step writes to topics, in the step's own transaction.
final class Outputs {
    private static final Actor ENGINE = new Actor("system", "engine");

    private final ProcessorContext<String, byte[]> context;
    private final EngineMetrics metrics;

    Outputs(ProcessorContext<String, byte[]> context, EngineMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    void forward(Step step, Instant now) {
        step.records()
                .forEach(outgoing -> forward(outgoing.record(), now, outgoing.topic().baseName()));
    }

    /// Asks the catalog for a session.
    void askFor(SessionId session, Instant now) {
        var event = SessionEvent.signal(session, now, 0, new Signal.LoadRequested());
        String id = session + "-load-" + now.toEpochMilli();
        forward(
                Codec.write(Envelope.of(id, Step.SERVICE, now, ENGINE, event)),
                now,
                Topics.EVENTS.baseName());
    }

    void deadLetter(Arrived input, String reason) {
        metrics.deadLettered();
        context.forward(
                DeadLetter.of(input.record(), input, reason, context.currentSystemTimeMs()),
                EngineTopology.DEAD_LETTERS);
    }

    private void forward(WireRecord wire, Instant now, String sink) {
        context.forward(
                new Record<>(wire.key(), wire.value(), now.toEpochMilli(), Records.headers(wire)),
                sink);
    }
}
