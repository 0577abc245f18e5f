package io.mlintern.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table of `ce_type` names: which type of record each message is.
///
/// Within a `.v1` type only optional fields are added.
public record MessageType(String family, String name, Class<?> payload) {
    static final String OPERATION = "operation";
    static final String EVENT = "event";

    private static final List<MessageType> ALL = table();
    private static final Map<String, MessageType> BY_CE_TYPE = byCeType();
    private static final Map<Class<?>, MessageType> BY_PAYLOAD = byPayload();

    /// All types, in the order of the documentation.
    public static List<MessageType> all() {
        return ALL;
    }

    public static Optional<MessageType> named(String ceType) {
        return Optional.ofNullable(BY_CE_TYPE.get(ceType));
    }

    static MessageType of(Message message) {
        return switch (message) {
            case SubmittedOperation submitted -> BY_PAYLOAD.get(submitted.operation().getClass());
            case SessionEvent event -> BY_PAYLOAD.get(event.data().getClass());
            case ModelResult _,
                    ToolCall _,
                    ToolResult _,
                    CancelCall _,
                    ApprovalRequest _,
                    ApprovalOutcome _,
                    PolicyRecord _,
                    ToolDescriptor _,
                    UsageRecord _,
                    AuditRecord _ ->
                    BY_PAYLOAD.get(message.getClass());
        };
    }

    public String ceType() {
        return "io.mlintern." + family + "." + name + ".v1";
    }

    /// Whether it is an event that changes nothing: who only folds facts passes over it by its name, unread.
    public boolean isSignal() {
        return Signal.class.isAssignableFrom(payload);
    }

    /// Whether this is the name of an event, of this version or a later one.
    public static boolean isEvent(String ceType) {
        return ceType.startsWith("io.mlintern." + EVENT + ".");
    }

    private static List<MessageType> table() {
        var types = new ArrayList<MessageType>();
        for (OperationKind kind : OperationKind.values()) {
            types.add(new MessageType(OPERATION, kind.wireName(), kind.payload()));
        }
        for (EventKind kind : EventKind.values()) {
            types.add(new MessageType(EVENT, kind.wireName(), kind.payload()));
        }
        types.add(new MessageType("model", "model_started", ModelResult.ModelStarted.class));
        types.add(new MessageType("model", "model_settled", ModelResult.ModelSettled.class));
        types.add(new MessageType("tool", "tool_call", ToolCall.class));
        types.add(new MessageType("tool", "tool_started", ToolResult.ToolStarted.class));
        types.add(new MessageType("tool", "tool_advanced", ToolResult.ToolAdvanced.class));
        types.add(new MessageType("tool", "tool_prepared", ToolResult.ToolPrepared.class));
        types.add(new MessageType("tool", "tool_settled", ToolResult.ToolSettled.class));
        types.add(new MessageType("tool", "policy_changed", ToolResult.PolicyChanged.class));
        types.add(new MessageType("tool", "grant_expired", ToolResult.GrantExpired.class));
        types.add(new MessageType("tool", "cancel_call", CancelCall.class));
        types.add(new MessageType("tool", "descriptor", ToolDescriptor.class));
        types.add(new MessageType("approval", "requested", ApprovalRequest.Requested.class));
        types.add(new MessageType("approval", "withdrawn", ApprovalRequest.Withdrawn.class));
        types.add(new MessageType("approval", "decision", ApprovalOutcome.ApprovalDecision.class));
        types.add(new MessageType("approval", "moot", ApprovalOutcome.Moot.class));
        types.add(new MessageType("policy", "policy", PolicyRecord.Policy.class));
        types.add(new MessageType("policy", "grant_key", PolicyRecord.GrantKey.class));
        types.add(new MessageType("llm", "usage", UsageRecord.class));
        types.add(new MessageType("audit", "record", AuditRecord.class));
        return List.copyOf(types);
    }

    private static Map<String, MessageType> byCeType() {
        var index = new LinkedHashMap<String, MessageType>();
        ALL.forEach(type -> index.put(type.ceType(), type));
        return Map.copyOf(index);
    }

    private static Map<Class<?>, MessageType> byPayload() {
        var index = new LinkedHashMap<Class<?>, MessageType>();
        ALL.forEach(type -> index.put(type.payload(), type));
        return Map.copyOf(index);
    }
}
