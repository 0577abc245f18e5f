package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.ToolName;
import java.time.Instant;
import java.util.Optional;

/// A tool call of the running batch that has no outcome yet.
///
/// @param watch what the engine waits for; empty before it is handed out and once somebody has it
/// @param sentBack how often the executor sent it back
public record OpenCall(CallId call, ToolName tool, Optional<Watch> watch, int sentBack) {

    static OpenCall announced(CallId call, ToolName tool) {
        return new OpenCall(call, tool, Optional.empty(), 0);
    }

    PendingCall pending() {
        return new PendingCall(call, tool);
    }

    OpenCall handedOut(Instant at) {
        return watched(Watch.HandedOut.first(at));
    }

    OpenCall handedOutAgain(Instant at) {
        return watch.isPresent() && watch.get() instanceof Watch.HandedOut earlier
                ? watched(earlier.again(at))
                : handedOut(at);
    }

    OpenCall heard() {
        return new OpenCall(call, tool, Optional.empty(), sentBack);
    }

    OpenCall sentBackAt(Instant at) {
        return new OpenCall(call, tool, Optional.of(new Watch.SentBack(at)), sentBack + 1);
    }

    OpenCall awaiting(Watch.AwaitsPeople people) {
        return watched(people);
    }

    Optional<Watch.AwaitsPeople> waitsForPeople() {
        return watch.filter(Watch.AwaitsPeople.class::isInstance)
                .map(Watch.AwaitsPeople.class::cast);
    }

    boolean isWaitingForPeople() {
        return waitsForPeople().isPresent();
    }

    private OpenCall watched(Watch next) {
        return new OpenCall(call, tool, Optional.of(next), sentBack);
    }
}
