package io.mlintern.gateway.chat;

import java.util.Locale;

/// Why the model stopped, in the words of the OpenAI wire.
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
