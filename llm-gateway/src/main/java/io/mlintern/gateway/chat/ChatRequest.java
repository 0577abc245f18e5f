package io.mlintern.gateway.chat;

import io.mlintern.protocol.ModelId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request for a completion.
///
/// @param body the caller's JSON object as it came: what only some providers know is passed on from here
/// @param textOnly false when a message carries something else than text (an image, a file)
public record ChatRequest(
        ModelId model,
        List<ChatMessage> messages,
        List<ToolSpec> tools,
        boolean stream,
        boolean includeUsage,
        boolean textOnly,
        Map<String, Object> body) {

    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
    }

    /// The caller's own value of a field that has no place of its own here.
    public Optional<Object> option(String name) {
        return Optional.ofNullable(body.get(name));
    }
}
