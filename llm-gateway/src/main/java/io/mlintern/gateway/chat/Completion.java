package io.mlintern.gateway.chat;

import java.util.List;
import java.util.Optional;

/// A whole answer.
public record Completion(
        String text,
        String reasoning,
        List<ToolCall> calls,
        FinishReason finish,
        Optional<Usage> usage) {
    public Completion {
        calls = List.copyOf(calls);
    }
}
