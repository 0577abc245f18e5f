package io.mlintern.tools.tool;

import io.mlintern.protocol.JsonObject;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// A call's arguments after the schema accepted them.
public record Arguments(Map<String, Object> members) {

    public static Arguments of(JsonObject arguments) {
        return new Arguments(arguments.asMap());
    }

    /// A member that the schema requires.
    public String text(String name) {
        return optionalText(name)
                .orElseThrow(() -> new IllegalStateException("the schema let " + name + " pass"));
    }

    public Optional<String> optionalText(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /// Whole numbers beyond the range of `long` count as its end.
    public Optional<Long> number(String name) {
        return members.get(name) instanceof Number number
                ? Optional.of(clamped(new BigDecimal(number.toString())))
                : Optional.empty();
    }

    private static long clamped(BigDecimal number) {
        BigDecimal highest = BigDecimal.valueOf(Long.MAX_VALUE);
        return number.min(highest).max(highest.negate()).longValue();
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }
}
