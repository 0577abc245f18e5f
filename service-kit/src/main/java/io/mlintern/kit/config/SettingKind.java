package io.mlintern.kit.config;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/// What the value of a setting has to be. It is judged before anything reads it, so that a wrong one is told by its key.
public enum SettingKind {
    TEXT("text"),
    FLAG("true or false"),
    NUMBER("a whole number"),
    FACTOR("a number such as 0.5"),
    DURATION("a duration such as PT10S"),
    URL("an address such as http://host:8080");

    private final String expected;

    SettingKind(String expected) {
        this.expected = expected;
    }

    /// In words, to go behind "has to be".
    String expected() {
        return expected;
    }

    boolean fits(String text) {
        try {
            return switch (this) {
                case TEXT -> true;
                case FLAG -> text.equals("true") || text.equals("false");
                case NUMBER -> isNumber(text);
                case FACTOR -> Double.parseDouble(text) >= 0;
                case DURATION -> !Duration.parse(text).isNegative();
                case URL -> isHttp(text);
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return false;
        }
    }

    private static boolean isNumber(String text) {
        return Long.toString(Long.parseLong(text)).equals(text);
    }

    private static boolean isHttp(String text) {
        var url = URI.create(text);
        return url.getHost() != null && String.valueOf(url.getScheme()).matches("https?");
    }
}
