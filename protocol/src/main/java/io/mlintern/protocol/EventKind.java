package io.mlintern.protocol;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The table of all event kinds: name on the wire, payload, who writes it, what it changes, who sees it.
///
/// Names and payload fields are upstream's where upstream has them; fields are added, none is renamed or removed.
/// `docs/events.md` is made from this table.
public enum EventKind {
    SESSION_OPENED(
            "session_opened", Fact.SessionOpened.class, "creates the session with its settings"),
    READY("ready", Fact.Ready.class, "nothing; tells watchers that input is taken"),
    USER_MESSAGE(
            "user_message", Fact.UserMessage.class, "remembers the operation, queues the text"),
    OPERATION_QUEUED("operation_queued", Fact.OperationQueued.class, "queues the operation"),
    PROCESSING(
            "processing",
            Fact.Processing.class,
            "begins a turn; the user's text joins the conversation"),
    SYSTEM_PROMPT("system_prompt", Fact.SystemPrompt.class, "sets the system prompt", true),
    TOOLS_PINNED("tools_pinned", Fact.ToolsPinned.class, "sets the turn's tools", true),
    MODEL_CALL_REQUESTED(
            "model_call_requested", Fact.ModelCallRequested.class, "waits for the model", true),
    MODEL_CALL_STARTED(
            "model_call_started",
            Fact.ModelCallStarted.class,
            "the model call is not handed out again",
            true),
    CALL_HANDED_OUT_AGAIN(
            "call_handed_out_again",
            Fact.CallHandedOutAgain.class,
            "when the call is handed out next",
            true),
    ASSISTANT_CHUNK("assistant_chunk", Signal.AssistantChunk.class, "model runner"),
    ASSISTANT_MESSAGE(
            "assistant_message", Fact.AssistantMessage.class, "the answer joins the conversation"),
    LLM_CALL("llm_call", Fact.LlmCall.class, "adds to the session's usage"),
    ASSISTANT_STREAM_END("assistant_stream_end", Fact.AssistantStreamEnd.class, "nothing"),
    STEERING_ADDED(
            "steering_added",
            Fact.SteeringAdded.class,
            "a notice to the model joins the conversation",
            true),
    TOOL_CALL("tool_call", Fact.ToolCall.class, "the call is pending"),
    TOOL_OUTPUT(
            "tool_output",
            Fact.ToolOutput.class,
            "the call is settled; its output joins the conversation"),
    TOOL_OUTPUT_AMENDED(
            "tool_output_amended", Fact.ToolOutputAmended.class, "replaces a provisional output"),
    TOOL_LOG("tool_log", Signal.ToolLog.class, "model runner, tool-service"),
    TOOL_STATE_CHANGE("tool_state_change", Fact.ToolStateChange.class, "the call's shown state"),
    POLICY_DECIDED("policy_decided", Fact.PolicyDecided.class, "the verdict on a call", true),
    CALL_SENT_BACK("call_sent_back", Fact.CallSentBack.class, "the call is judged once more", true),
    APPROVAL_REQUIRED("approval_required", Fact.ApprovalRequired.class, "waits for people"),
    PLAN_UPDATE("plan_update", Fact.PlanUpdate.class, "replaces the plan"),
    COMPACTED(
            "compacted",
            Fact.Compacted.class,
            "replaces a range of the conversation by its summary"),
    UNDO_COMPLETE(
            "undo_complete", Fact.UndoComplete.class, "takes a range out of the conversation"),
    NEW_COMPLETE("new_complete", Fact.NewComplete.class, "names the conversation that follows"),
    RESUME_COMPLETE("resume_complete", Fact.ResumeComplete.class, "restores a conversation"),
    TITLE_CHANGED("title_changed", Fact.TitleChanged.class, "sets the title"),
    MODEL_CHANGED(
            "model_changed", Fact.ModelChanged.class, "sets the model of the calls that follow"),
    EFFORT_CHANGED("effort_changed", Fact.EffortChanged.class, "sets the reasoning effort"),
    OPERATION_REFUSED("operation_refused", Fact.OperationRefused.class, "remembers the operation"),
    TURN_COMPLETE("turn_complete", Fact.TurnComplete.class, "ends the turn"),
    ERROR("error", Fact.Error.class, "ends the turn"),
    INTERRUPTING("interrupting", Fact.Interrupting.class, "what runs is being stopped"),
    INTERRUPTED("interrupted", Fact.Interrupted.class, "ends the turn"),
    SESSION_TERMINATED("session_terminated", Fact.SessionTerminated.class, "ends the session"),
    SESSION_QUARANTINED(
            "session_quarantined",
            Fact.SessionQuarantined.class,
            "the session takes no more input"),
    SESSION_ARCHIVED(
            "session_archived", Fact.SessionArchived.class, "the session leaves the store", true),
    SHUTDOWN("shutdown", Fact.Shutdown.class, "ends the session"),
    HF_JOB_SUBMIT("hf_job_submit", Fact.HfJobSubmit.class, "adds to the session's usage"),
    HF_JOB_COMPLETE("hf_job_complete", Fact.HfJobComplete.class, "adds to the session's usage"),
    LOAD_REQUESTED("load_requested", Signal.LoadRequested.class, "engine", true),
    SANDBOX_CREATE("sandbox_create", Signal.SandboxCreate.class, "tool-service"),
    SANDBOX_DESTROY("sandbox_destroy", Signal.SandboxDestroy.class, "tool-service");

    private static final Set<EventKind> ENDING =
            EnumSet.of(
                    TURN_COMPLETE,
                    ERROR,
                    INTERRUPTED,
                    SHUTDOWN,
                    SESSION_TERMINATED,
                    SESSION_QUARANTINED);
    private static final Map<Class<?>, EventKind> BY_PAYLOAD =
            Arrays.stream(values())
                    .collect(Collectors.toMap(EventKind::payload, Function.identity()));
    private static final Map<String, EventKind> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toMap(EventKind::wireName, Function.identity()));

    private final String wireName;
    private final Class<? extends EventData> payload;
    private final String note;
    private final boolean internal;

    EventKind(String wireName, Class<? extends EventData> payload, String note) {
        this(wireName, payload, note, false);
    }

    EventKind(String wireName, Class<? extends EventData> payload, String note, boolean internal) {
        this.wireName = wireName;
        this.payload = payload;
        this.note = note;
        this.internal = internal;
    }

    public static Optional<EventKind> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    public static EventKind of(EventData data) {
        return BY_PAYLOAD.get(data.getClass());
    }

    public String wireName() {
        return wireName;
    }

    public Class<? extends EventData> payload() {
        return payload;
    }

    public boolean isFact() {
        return Fact.class.isAssignableFrom(payload);
    }

    /// On the topic, but not shown to clients.
    public boolean isInternal() {
        return internal;
    }

    /// Who writes it: facts are the engine's alone.
    public String writer() {
        return isFact() ? "engine" : note;
    }

    /// What it changes in the session: nothing for a signal.
    public String changes() {
        return isFact() ? note : "nothing";
    }

    /// Whether a turn is over once this has been written.
    public boolean endsTurn() {
        return ENDING.contains(this);
    }
}
