package io.mlintern.kit.logging;

import java.util.List;
import java.util.regex.Pattern;

/// What keys look like, whoever they belong to.
final class KeyShapes {
    /// A shape, and what stands in its place.
    record Shape(Pattern pattern, String replacement) {
        Shape(String regex, int flags, String replacement) {
            this(Pattern.compile(regex, flags), replacement);
        }
    }

    private static final String PROVIDER_KEY = "[REDACTED_PROVIDER_API_KEY]";
    private static final String GITHUB_TOKEN = "[REDACTED_GITHUB_TOKEN]";

    static final List<Shape> ALL =
            List.of(
                    new Shape("hf_[A-Za-z0-9]{30,}", 0, "[REDACTED_HF_TOKEN]"),
                    new Shape("sk-ant-[A-Za-z0-9_-]{20,}", 0, PROVIDER_KEY),
                    new Shape("sk-(?!ant-)[A-Za-z0-9_-]{40,}", 0, PROVIDER_KEY),
                    new Shape("gh[pousr]_[A-Za-z0-9]{36,}", 0, GITHUB_TOKEN),
                    new Shape("github_pat_[A-Za-z0-9_]{36,}", 0, GITHUB_TOKEN),
                    new Shape("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", 0, "[REDACTED_AWS_KEY_ID]"),
                    new Shape(
                            "bearer[ \\t]{1,16}[A-Za-z0-9_.=-]{20,}",
                            Pattern.CASE_INSENSITIVE,
                            "Bearer [REDACTED]"));

    /// `SOME_TOKEN=value`: right for what is archived, too much for what a model works with (`pad_token = eos_token`).
    static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "([A-Za-z0-9_]{0,100}(?:TOKEN|API_KEY|SECRET|PASSWORD|ACCESS_KEY_ID))\\s*[:=]\\s*[^\\s'\"]+",
                    Pattern.CASE_INSENSITIVE);

    private KeyShapes() {}
}
