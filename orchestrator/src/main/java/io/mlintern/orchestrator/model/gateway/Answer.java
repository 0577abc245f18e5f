package io.mlintern.orchestrator.model.gateway;

import io.mlintern.protocol.ModelResult.AskedCall;
import io.mlintern.protocol.Usage;
import java.util.List;
import java.util.Optional;

/// A model's answer, put together.
public record Answer(
        String content,
        List<AskedCall> calls,
        Optional<String> reasoning,
        String finishReason,
        Usage usage) {
    public Answer {
        calls = List.copyOf(calls);
    }
}
