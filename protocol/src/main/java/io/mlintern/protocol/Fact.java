package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An event that changed the session. Only the engine writes facts; the fold of a session's facts is its state.
///
/// What each one changes, and its name on the wire, stands in [EventKind].
public sealed interface Fact extends EventData {

    record SessionOpened(SessionSettings settings) implements Fact {}

    record Ready(String message, int toolCount) implements Fact {}

    /// A user's text was accepted. It enters the conversation with the [Processing] that names it.
    record UserMessage(OperationId operationId, String text) implements Fact {}

    /// A turn began. `userMessage` is the `seq` of the [UserMessage] that it answers.
    record Processing(String message, long userMessage) implements Fact {}

    /// The system prompt that is in force from here on.
    record SystemPrompt(String version, String text) implements Fact {}

    /// The tools that the turn offers to the model, whatever the catalogue says meanwhile.
    record ToolsPinned(List<PinnedTool> tools) implements Fact {
        public ToolsPinned {
            tools = List.copyOf(tools);
        }
    }

    record PinnedTool(ToolName name, String version, String description, JsonObject parameters) {}

    /// The hand-out of a model call. The request is built from the facts up to `upTo`, inclusive.
    record ModelCallRequested(
            CallId callId,
            int iteration,
            ModelId model,
            Optional<String> effort,
            boolean stream,
            long systemPrompt,
            long toolsPinned,
            long upTo)
            implements Fact {}

    /// Somebody carries the model call out and it lasts longer than a second.
    record ModelCallStarted(CallId callId, int attempt) implements Fact {}

    /// Nobody has said yet that it has the call: it was handed out once more, under the same id.
    ///
    /// @param modelCall the request of a model call, whose hand-out this fact is; a tool call goes to its topic instead
    record CallHandedOutAgain(CallId callId, Optional<ModelCallRequested> modelCall)
            implements Fact {}

    /// The model's answer. Always written, also after streaming (`streamed`), because the chunks are not facts.
    record AssistantMessage(
            CallId callId,
            String content,
            List<RequestedCall> toolCalls,
            Optional<String> reasoning,
            String finishReason,
            boolean streamed,
            int attempt)
            implements Fact {
        public AssistantMessage {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /// A tool call as the model asked for it. `malformed` holds the start of what could not be read as a JSON object; the
    /// arguments are then empty.
    record RequestedCall(
            CallId toolCallId, ToolName tool, JsonObject arguments, Optional<String> malformed) {}

    record AssistantStreamEnd(CallId callId) implements Fact {}

    /// What a model call was and used.
    record LlmCall(
            ModelId model,
            long latencyMs,
            String finishReason,
            @JsonInclude Optional<BigDecimal> costUsd,
            String kind,
            long promptTokens,
            long completionTokens,
            long totalTokens,
            long cacheReadTokens,
            long cacheCreationTokens,
            CallId callId,
            int attempt)
            implements Fact {}

    /// The engine's own word to the model, in the user's role: a guard or a notice about a cut answer.
    record SteeringAdded(SteeringReason reason, String text) implements Fact {}

    enum SteeringReason {
        @JsonProperty("truncated")
        TRUNCATED,
        @JsonProperty("continuation_guard")
        CONTINUATION_GUARD,
        @JsonProperty("repetition_guard")
        REPETITION_GUARD,
        @JsonProperty("malformed_arguments")
        MALFORMED_ARGUMENTS
    }

    /// A tool call was announced; those that need no approval run from here on.
    record ToolCall(ToolName tool, JsonObject arguments, CallId toolCallId) implements Fact {}

    /// The outcome of a call. Each call has exactly one.
    record ToolOutput(
            ToolName tool,
            CallId toolCallId,
            String output,
            boolean success,
            CallOutcome.Kind outcome)
            implements Fact {}

    /// A definite outcome that came after a provisional one (unknown, cancelled).
    record ToolOutputAmended(
            ToolName tool,
            CallId toolCallId,
            String output,
            boolean success,
            CallOutcome.Kind outcome)
            implements Fact {}

    /// `state` is one of `approved rejected running cancelled abandoned billing_required` or a job's final state.
    record ToolStateChange(
            CallId toolCallId,
            ToolName tool,
            String state,
            @JsonProperty("jobUrl") Optional<String> jobUrl,
            @JsonProperty("trackioSpaceId") Optional<String> trackioSpaceId,
            @JsonProperty("trackioProject") Optional<String> trackioProject,
            Optional<String> namespace)
            implements Fact {
        public static final String APPROVED = "approved";

        /// People let the call run, and it is handed out.
        @JsonIgnore
        public boolean isApproval() {
            return state.equals(APPROVED);
        }

        public static ToolStateChange of(CallId call, ToolName tool, String state) {
            return new ToolStateChange(
                    call,
                    tool,
                    state,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    record ApprovalRequired(List<AwaitedCall> tools, int count) implements Fact {
        public ApprovalRequired {
            tools = List.copyOf(tools);
        }
    }

    /// A call that waits for people.
    ///
    /// @param round which of the requests for this call it is, from 1
    /// @param expiresAt when nobody's answer becomes a no
    record AwaitedCall(
            ToolName tool,
            JsonObject arguments,
            CallId toolCallId,
            Optional<BigDecimal> estimatedCostUsd,
            int round,
            String reason,
            String policyVersion,
            Instant expiresAt) {}

    /// What policy decided about a call, and by which version.
    record PolicyDecided(CallId toolCallId, String verdict, String reason, String policyVersion)
            implements Fact {}

    /// The executor did not run an allowed call. It is judged again after a pause, in which copies of a policy meet.
    ///
    /// @param policyVersion the executor's policy, where that is the reason
    record CallSentBack(CallId toolCallId, SentBackReason reason, Optional<String> policyVersion)
            implements Fact {}

    enum SentBackReason {
        @JsonProperty("policy_changed")
        POLICY_CHANGED,
        @JsonProperty("grant_expired")
        GRANT_EXPIRED
    }

    record PlanUpdate(List<PlanItem> plan) implements Fact {
        public PlanUpdate {
            plan = List.copyOf(plan);
        }
    }

    /// The turn ended by itself. `reason` says whether it was done.
    record TurnComplete(
            int historySize, @JsonInclude Optional<String> finalResponse, TurnEnd reason)
            implements Fact {}

    enum TurnEnd {
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("iteration_limit")
        ITERATION_LIMIT,
        @JsonProperty("budget")
        BUDGET,
        @JsonProperty("guard")
        GUARD
    }

    /// The turn ended because something failed. The text is for people; programs go by the code.
    @SuppressWarnings("AvoidCommonTypeNames") // The event's own name, as users know it.
    record Error(String error, ErrorCode code) implements Fact {}

    /// An interrupt was taken; what runs is being stopped.
    record Interrupting(OperationId operationId) implements Fact {}

    record Interrupted() implements Fact {}

    record Compacted(long oldTokens, long newTokens, String summary, long from, long to)
            implements Fact {}

    record UndoComplete(long from, long to) implements Fact {}

    record NewComplete(
            SessionId sessionId,
            SessionId previousSessionId,
            int previousTurnCount,
            int previousMessageCount)
            implements Fact {}

    record ResumeComplete(
            int restoredCount,
            int droppedCount,
            ModelId modelName,
            boolean forked,
            boolean hadRedactedContent)
            implements Fact {}

    record TitleChanged(OperationId operationId, String title) implements Fact {}

    record ModelChanged(OperationId operationId, ModelId model) implements Fact {}

    record EffortChanged(OperationId operationId, String effort) implements Fact {}

    /// An operation could not be carried out in the phase that the session is in.
    record OperationRefused(OperationId operationId, String opType, String reason)
            implements Fact {}

    /// An operation waits until the running turn has ended.
    record OperationQueued(OperationId operationId, String opType) implements Fact {}

    record SessionTerminated(
            String reason,
            long contextUsage,
            long contextThreshold,
            String error,
            String userMessage)
            implements Fact {}

    /// Deciding or folding failed; the session takes no more input until an operator has looked.
    record SessionQuarantined(String reason) implements Fact {}

    record SessionArchived() implements Fact {}

    record Shutdown() implements Fact {}

    record HfJobSubmit(
            String jobId,
            String jobUrl,
            String flavor,
            String timeout,
            String jobType,
            Optional<String> image,
            Optional<String> namespace,
            boolean pushToHub)
            implements Fact {}

    record HfJobComplete(
            String jobId,
            String flavor,
            String finalStatus,
            long wallTimeS,
            long billableSecondsEstimate,
            Optional<BigDecimal> pricePerHourUsd,
            Optional<BigDecimal> estimatedCostUsd,
            String costEstimateSource)
            implements Fact {}
}
