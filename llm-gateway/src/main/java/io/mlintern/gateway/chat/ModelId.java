package io.mlintern.gateway.chat;

/// The id by which a caller asks for a model, as `provider/name`, `org/name:tag` or `script/name`.
public record ModelId(String value) {
    public ModelId {
        value = value.strip();
        if (value.isEmpty()) throw new IllegalArgumentException("model id is blank");
    }

    @Override
    public String toString() {
        return value;
    }
}
