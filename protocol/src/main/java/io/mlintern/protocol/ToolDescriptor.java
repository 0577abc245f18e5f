package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Map;

/// A tool as tool-service announces it on `tool.catalog`.
///
/// @param version changes whenever anything here changes: the SHA-256 of the rest, shortened
/// @param position tools are offered to the model in this order
/// @param effects by the value of the argument `operation`; the key `*` is for all others and for tools without operations
public record ToolDescriptor(
        ToolName name,
        String version,
        String owner,
        int position,
        String description,
        JsonObject parameters,
        Map<String, Effect> effects,
        boolean idempotent,
        boolean prepares,
        Duration timeLimit)
        implements Message {

    /// What a call can do to the world, from harmless to not.
    public enum Effect {
        @JsonProperty("read")
        READ,
        @JsonProperty("write")
        WRITE,
        @JsonProperty("spend")
        SPEND,
        @JsonProperty("destroy")
        DESTROY
    }

    public ToolDescriptor {
        effects = Map.copyOf(effects);
        if (!effects.containsKey("*")) {
            throw new IllegalArgumentException("a tool has an effect for operations not named: *");
        }
    }

    /// The effect of a call with these arguments.
    public Effect effectOf(JsonObject arguments) {
        Object operation = arguments.asMap().get("operation");
        Effect other = effects.get("*");
        return operation instanceof String name ? effects.getOrDefault(name, other) : other;
    }

    @Override
    public String key() {
        return name.value();
    }
}
