package io.mlintern.tools.secrets;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Takes secrets out of a text before it leaves: known values, and whatever looks like a key.
final class SecretMask {
    static final int SHORTEST = 6;

    private static final String MASKED = "[secret]";
    private static final List<Pattern> SHAPES =
            List.of(
                    Pattern.compile("hf_[A-Za-z0-9]{30,}"),
                    Pattern.compile("sk-ant-[A-Za-z0-9_-]{20,}"),
                    Pattern.compile("sk-[A-Za-z0-9_-]{40,}"),
                    Pattern.compile("gh[pousr]_[A-Za-z0-9]{36,}"),
                    Pattern.compile("github_pat_[A-Za-z0-9_]{36,}"),
                    Pattern.compile("(?:AKIA|ASIA)[A-Z0-9]{16}"),
                    Pattern.compile("(?<=\\bBearer )[A-Za-z0-9._~+/=-]{20,}"),
                    Pattern.compile("(?<=://)[^/\\s:@]+:[^/\\s@]+(?=@)"),
                    Pattern.compile(
                            "(?<=(?:TOKEN|API_KEY|SECRET|PASSWORD|ACCESS_KEY_ID)=)(?![$\\[])[^\\s'\"]{4,}"),
                    Pattern.compile(
                            "(?<=(?:TOKEN|API_KEY|SECRET|PASSWORD|ACCESS_KEY_ID)=['\"])[^'\"\\n]{4,}"));

    private final List<String> values;

    /// @param values known secrets; very short ones would mask ordinary words and are left out
    SecretMask(Collection<String> values) {
        this.values =
                values.stream()
                        .filter(value -> value.length() >= SHORTEST)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    String apply(String text) {
        String masked = text;
        for (String value : values) masked = masked.replace(value, MASKED);
        for (Pattern shape : SHAPES) masked = shape.matcher(masked).replaceAll(MASKED);
        return masked;
    }
}
