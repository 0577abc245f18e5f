package io.mlintern.protocol;

import java.util.Optional;

/// An event that is only for watching. It carries no `seq`, changes nothing, and may be dropped or repeated.
public sealed interface Signal extends EventData {

    /// A piece of the model's answer.
    ///
    /// A higher `attempt` of the same call tells readers to drop what they showed of the earlier one. `index` counts the
    /// pieces of one attempt from 0.
    record AssistantChunk(String content, CallId callId, int attempt, int index)
            implements Signal {}

    /// A line of progress from a tool, or from the system itself (`tool` = `system`).
    record ToolLog(
            ToolName tool,
            String log,
            Optional<CallId> toolCallId,
            Optional<String> agentId,
            Optional<String> label)
            implements Signal {
        /// The name under which the engine and the model runner speak.
        public static final ToolName SYSTEM = new ToolName("system");
    }

    /// An operation came for a session that the engine does not know: the catalog answers on `operations` with
    /// [Operation.OpenSession] or [Operation.SessionNotLoaded].
    record LoadRequested() implements Signal {}

    record SandboxCreate(String sandboxId, String hardware, long createLatencyS)
            implements Signal {}

    record SandboxDestroy(
            String sandboxId,
            String hardware,
            long lifetimeS,
            Optional<java.math.BigDecimal> estimatedCostUsd)
            implements Signal {}
}
