package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names one accepted operation; the same operation sent again carries the same id and changes nothing.
public record OperationId(@JsonValue String value) {
    @JsonCreator
    public OperationId {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("an operation id has 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
