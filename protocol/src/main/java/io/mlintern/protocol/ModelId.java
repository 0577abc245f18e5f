package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a model as users do: `anthropic/claude-…`, `ollama/…`, `script/demo`. Only blankness is checked here: which ids
/// can be routed is llm-gateway's knowledge.
public record ModelId(@JsonValue String value) {
    @JsonCreator
    public ModelId {
        if (value.isBlank() || value.length() > 256) {
            throw new IllegalArgumentException("a model id has 1 to 256 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
