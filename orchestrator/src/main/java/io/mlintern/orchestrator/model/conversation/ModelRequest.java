package io.mlintern.orchestrator.model.conversation;

import io.mlintern.protocol.Fact.PinnedTool;
import io.mlintern.protocol.ModelId;
import java.util.List;
import java.util.Optional;

/// All that a model is told in one call.
public record ModelRequest(
        ModelId model,
        Optional<String> effort,
        boolean stream,
        List<ChatMessage> messages,
        List<PinnedTool> tools) {
    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
