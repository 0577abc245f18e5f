package io.mlintern.gateway.upstream;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Takes secrets out of a text that somebody else wrote: the values that we know, and what looks like a provider's key.
public final class Secrets {
    private static final String MASK = "[masked]";
    private static final int SHORTEST = 4;
    private static final Pattern LOOKS_LIKE_A_KEY =
            Pattern.compile(
                    "\\b(?:sk|pk|rk)-[A-Za-z0-9_*-]{8,}|\\bhf_[A-Za-z0-9]{8,}"
                            + "|(?i:\\bbearer)\\s+[A-Za-z0-9._~+/=-]{8,}|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9._-]+");

    private final List<String> values;

    private Secrets(Collection<String> values) {
        // The longest first: one secret may begin with another.
        this.values =
                values.stream()
                        .filter(value -> value.length() >= SHORTEST)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    public static Secrets of(Collection<String> values) {
        return new Secrets(values);
    }

    public String mask(String text) {
        String masked = text;
        for (String value : values) masked = masked.replace(value, MASK);
        return LOOKS_LIKE_A_KEY.matcher(masked).replaceAll(MASK);
    }
}
