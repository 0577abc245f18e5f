package io.mlintern.orchestrator.model.conversation;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolName;
import java.util.List;

/// One message of a model request.
public sealed interface ChatMessage {

    record SystemPrompt(String content) implements ChatMessage {}

    record User(String content) implements ChatMessage {}

    record Assistant(String content, List<Called> calls) implements ChatMessage {
        public Assistant {
            calls = List.copyOf(calls);
        }
    }

    record ToolResult(CallId call, String content) implements ChatMessage {}

    /// A tool call as the model made it. What could not be read as arguments stands here as an empty object.
    record Called(CallId id, ToolName tool, JsonObject arguments) {}
}
