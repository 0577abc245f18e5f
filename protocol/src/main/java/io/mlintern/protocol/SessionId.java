package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Names a session: 20 characters of `a-z0-9`, short enough that a [CallId] fits the 40 characters that providers allow.
public record SessionId(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]{20}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    @JsonCreator
    public SessionId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a session id is 20 characters of a-z0-9");
        }
    }

    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    /// A new id. With a cryptographic source it cannot be guessed (103 bits).
    public static SessionId random(RandomGenerator source) {
        var id = new StringBuilder(20);
        for (int i = 0; i < 20; i++) {
            id.append(ALPHABET.charAt(source.nextInt(ALPHABET.length())));
        }
        return new SessionId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
