package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a tool as the model sees it. A model may invent any name, so only emptiness and length are refused.
public record ToolName(@JsonValue String value) implements Comparable<ToolName> {
    @JsonCreator
    public ToolName {
        if (value.isEmpty() || value.length() > 256) {
            throw new IllegalArgumentException("a tool name has 1 to 256 characters");
        }
    }

    @Override
    public int compareTo(ToolName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
