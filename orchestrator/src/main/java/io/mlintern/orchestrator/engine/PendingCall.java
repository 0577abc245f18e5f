package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.ToolName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A tool call that is out. Its arguments are in the facts, not here.
public record PendingCall(CallId call, ToolName tool) {

    static Optional<PendingCall> find(List<PendingCall> calls, CallId wanted) {
        return calls.stream().filter(pending -> pending.call.equals(wanted)).findFirst();
    }

    static List<PendingCall> without(List<PendingCall> calls, CallId settled) {
        return calls.stream().filter(pending -> !pending.call.equals(settled)).toList();
    }

    static List<PendingCall> with(List<PendingCall> calls, PendingCall added) {
        return Stream.concat(calls.stream(), Stream.of(added)).toList();
    }
}
