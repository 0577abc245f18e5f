package io.mlintern.protocol;

import java.util.Optional;

/// A tool call to be carried out, as handed out to the tool workers.
///
/// @param attended whether a person can be asked; an input of policy
/// @param grant approval-service's signature over this call and exactly these arguments, where policy wanted one
public record ToolCall(
        CallId callId,
        SessionId sessionId,
        int turn,
        ToolName tool,
        JsonObject arguments,
        Workspace workspace,
        String owner,
        boolean attended,
        String policyVersion,
        Optional<String> grant)
        implements Message {
    @Override
    public String key() {
        return callId.value();
    }

    @Override
    public String subject() {
        return sessionId.value();
    }
}
