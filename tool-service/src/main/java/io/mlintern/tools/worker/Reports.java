package io.mlintern.tools.worker;

import io.mlintern.kit.runs.SettledRun;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolResult;
import io.mlintern.protocol.Topics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Tells the engine and the people who watch what becomes of a call.
final class Reports {
    private final Outbox outbox;
    private final InstantSource clock;
    private final AtomicLong signals = new AtomicLong();

    Reports(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    void started(HandedOutCall handedOut, int attempt) throws InterruptedException {
        ToolCall call = handedOut.call();
        var started = new ToolResult.ToolStarted(call.sessionId(), call.callId(), attempt);
        String id = call.callId() + "-started-" + attempt;
        outbox.send(Topics.TOOL_RESULTS, handedOut.envelope(id, clock.instant(), started));
    }

    void sentBack(HandedOutCall handedOut, int attempt, ToolResult result)
            throws InterruptedException {
        Instant now = clock.instant();
        String id = result.callId() + "-back-" + attempt + "-" + now.toEpochMilli();
        outbox.send(Topics.TOOL_RESULTS, handedOut.envelope(id, now, result));
    }

    /// The same outcome told twice carries the same id.
    void settled(SettledRun run, CallOutcome outcome) throws InterruptedException {
        var handedOut = HandedOutCall.read(run.request());
        var settled =
                new ToolResult.ToolSettled(
                        handedOut.call().sessionId(), run.call(), run.attempt(), outcome);
        String id = run.call() + "-settled-" + run.attempt();
        outbox.send(Topics.TOOL_RESULTS, handedOut.envelope(id, clock.instant(), settled));
    }

    void progress(HandedOutCall handedOut, String line) {
        ToolCall call = handedOut.call();
        var log =
                new Signal.ToolLog(
                        call.tool(),
                        line,
                        Optional.of(call.callId()),
                        Optional.empty(),
                        Optional.empty());
        Instant now = clock.instant();
        var event = SessionEvent.signal(call.sessionId(), now, call.turn(), log);
        String id = call.callId() + "-log-" + now.toEpochMilli() + "-" + signals.incrementAndGet();
        outbox.signal(Topics.EVENTS, handedOut.envelope(id, now, event));
    }
}
