package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/// What the model runner tells the engine about a model call.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ModelResult.ModelStarted.class, name = "model_started"),
    @JsonSubTypes.Type(value = ModelResult.ModelSettled.class, name = "model_settled")
})
public sealed interface ModelResult extends Message {
    SessionId sessionId();

    CallId callId();

    @Override
    default String key() {
        return sessionId().value();
    }

    /// The call runs and lasts longer than a second.
    record ModelStarted(SessionId sessionId, CallId callId, int attempt) implements ModelResult {}

    /// The call has ended, after all its attempts.
    record ModelSettled(SessionId sessionId, CallId callId, int attempt, ModelOutcome outcome)
            implements ModelResult {}

    /// How a model call ended.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Answered.class, name = "answered"),
        @JsonSubTypes.Type(value = Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = Cancelled.class, name = "cancelled")
    })
    sealed interface ModelOutcome {}

    /// @param finishReason as the provider says it: `stop`, `tool_calls`, `length`, …
    record Answered(
            String content,
            List<AskedCall> toolCalls,
            Optional<String> reasoning,
            String finishReason,
            boolean streamed,
            Usage usage,
            long latencyMs)
            implements ModelOutcome {
        public Answered {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /// A tool call as the model wrote it: the arguments may be anything.
    record AskedCall(String name, String arguments) {}

    record Failed(ErrorCode code, String detail, long latencyMs) implements ModelOutcome {}

    /// Stopped on request; `content` is what had been streamed.
    record Cancelled(String content, boolean streamed) implements ModelOutcome {}
}
