package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.ToolCall;
import java.util.Optional;

/// The tool calls that are out, as they were handed out: their arguments are too large for the state.
@FunctionalInterface
public interface HandedOutCalls {
    HandedOutCalls NONE = _ -> Optional.empty();

    Optional<ToolCall> find(CallId call);
}
