package io.mlintern.gateway.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a scripted model says next.
///
/// @param pause how long it is silent before each piece of its text
record ScriptReply(String text, List<Call> calls, Duration pause) {
    /// A tool call; the arguments become a JSON object in this order.
    record Call(String tool, Map<String, Object> arguments) {}

    ScriptReply {
        calls = List.copyOf(calls);
    }

    static ScriptReply says(String text) {
        return new ScriptReply(text, List.of(), Duration.ZERO);
    }
}
