package io.mlintern.gateway.chat;

import java.util.List;

/// One message of a conversation, reduced to what every provider understands: text, tool calls and their results.
public sealed interface ChatMessage {
    /// Text of the message; empty when it has none.
    String text();

    /// Instructions that stand above the conversation (`system` and `developer` on the wire).
    record Instructions(String text) implements ChatMessage {}

    /// What the person said.
    record FromUser(String text) implements ChatMessage {}

    /// What the model said, and the calls it asked for.
    record FromModel(String text, List<ToolCall> calls) implements ChatMessage {
        public FromModel {
            calls = List.copyOf(calls);
        }
    }

    /// What the call with this id gave.
    record FromTool(String callId, String text) implements ChatMessage {}
}
