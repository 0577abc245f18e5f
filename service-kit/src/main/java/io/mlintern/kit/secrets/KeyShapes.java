package io.mlintern.kit.secrets;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What keys look like, whoever they belong to. How much is taken for a key depends on the kind of text.
///
/// Every shape has an upper bound, so that of a text in pieces only so much is ever held back, and looks back at most
/// [#CONTEXT] characters.
final class KeyShapes {
    /// A shape, and what stands in its place.
    record Shape(Pattern pattern, String instead) {
        Shape(String regex, String instead) {
            this(Pattern.compile(regex), instead);
        }
    }

    static final String REDACTED = "[REDACTED]";

    /// No shape matches more characters than this.
    static final int LONGEST = 8 * 1024 + 32;

    /// How many characters before it can say whether a shape begins.
    static final int CONTEXT = 32;

    private static final String PROVIDER_KEY = "[REDACTED_PROVIDER_API_KEY]";
    private static final String GITHUB_TOKEN = "[REDACTED_GITHUB_TOKEN]";
    private static final String ASSIGNED = "TOKEN|API_KEY|SECRET|PASSWORD|ACCESS_KEY_ID";

    /// A model's text: only at the beginning of a word, so that the last letter of a word need not wait for what follows.
    static final List<Shape> IN_MODEL_TEXT = keys("(?<![A-Za-z0-9])");

    /// A tool's output, where `SOME_TOKEN=value` and the password of an address are values that somebody uses. In a
    /// model's text they may be examples or code, which must stay what it is.
    static final List<Shape> IN_OUTPUT =
            with(
                    keys(""),
                    new Shape("(?<=://)[^/\\s:@]{1,256}:[^/\\s@]{1,256}(?=@)", REDACTED),
                    new Shape("(?<=(?:" + ASSIGNED + ")=)(?![$\\[])[^\\s'\"]{4,4096}", REDACTED),
                    new Shape("(?<=(?:" + ASSIGNED + ")=['\"])[^'\"\\n]{4,4096}", REDACTED));

    /// A provider's sentence about a failure, which may show a part of a key or a shortened one.
    static final List<Shape> IN_ERRORS =
            with(
                    keys(""),
                    new Shape("\\b(?:sk|pk|rk)-[A-Za-z0-9_*-]{8,512}", PROVIDER_KEY),
                    new Shape("\\bhf_[A-Za-z0-9]{8,512}", "[REDACTED_HF_TOKEN]"),
                    new Shape(
                            "(?i:\\bbearer)\\s{1,16}[A-Za-z0-9._~+/=-]{8,8192}",
                            "Bearer " + REDACTED),
                    new Shape("\\beyJ[A-Za-z0-9_-]{8,4096}\\.[A-Za-z0-9._-]{1,4096}", REDACTED));

    private KeyShapes() {}

    private static List<Shape> keys(String begin) {
        return List.of(
                new Shape(begin + "hf_[A-Za-z0-9]{30,512}", "[REDACTED_HF_TOKEN]"),
                new Shape(begin + "sk-ant-[A-Za-z0-9_-]{20,512}", PROVIDER_KEY),
                new Shape(begin + "sk-(?!ant-)[A-Za-z0-9_-]{40,512}", PROVIDER_KEY),
                new Shape(begin + "gh[pousr]_[A-Za-z0-9]{36,512}", GITHUB_TOKEN),
                new Shape(begin + "github_pat_[A-Za-z0-9_]{36,512}", GITHUB_TOKEN),
                new Shape("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", "[REDACTED_AWS_KEY_ID]"),
                new Shape(
                        begin + "(?i:bearer)[ \\t]{1,16}[A-Za-z0-9._~+/=-]{20,8192}",
                        "Bearer " + REDACTED));
    }

    private static List<Shape> with(List<Shape> keys, Shape... more) {
        return Stream.concat(keys.stream(), Stream.of(more)).toList();
    }
}
