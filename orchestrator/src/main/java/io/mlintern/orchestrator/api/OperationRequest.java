package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationKind;
import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;

/// Reads `{op_type, data}` as an operation, or refuses it by the member that is wrong.
final class OperationRequest {
    private OperationRequest() {}

    static Operation read(ObjectNode body) {
        var members = new Members(body, "");
        OperationKind kind = kind(members.requiredText("op_type"));
        var data =
                members.object("data")
                        .orElseGet(() -> new Members(Json.mapper().createObjectNode(), "data."));
        return operation(kind, data);
    }

    private static OperationKind kind(String opType) {
        return OperationKind.named(opType)
                .filter(OperationKind::forClients)
                .orElseThrow(
                        () ->
                                Refusal.of(
                                        422,
                                        "unknown_operation",
                                        "op_type is none of the operations that clients send"));
    }

    private static Operation operation(OperationKind kind, Members data) {
        return switch (kind) {
            case USER_INPUT -> new Operation.UserInput(userText(data));
            case INTERRUPT -> new Operation.Interrupt();
            case SHUTDOWN -> new Operation.Shutdown();
            case RENAME -> new Operation.Rename(SessionTexts.title(data.requiredText("title")));
            case SET_MODEL ->
                    new Operation.SetModel(SessionTexts.model(data.requiredText("model")));
            case SET_EFFORT ->
                    new Operation.SetEffort(SessionTexts.effort(data.requiredText("effort")));
            case EXEC_APPROVAL, UNDO, COMPACT, NEW, RESUME, SET_AUTO_APPROVAL, FORK ->
                    throw Refusal.of(
                            422,
                            "not_available",
                            kind.wireName() + " cannot be carried out by this version yet");
            case SESSION_OPENED, SESSION_NOT_LOADED ->
                    throw new IllegalStateException("not for clients");
        };
    }

    private static String userText(Members data) {
        String text = data.requiredText("text");
        if (text.getBytes(StandardCharsets.UTF_8).length > Topics.MAX_BODY_BYTES) {
            throw Refusal.invalid(
                    "data.text must have at most 1 MiB: put more into a file of the workspace");
        }
        return text;
    }
}
