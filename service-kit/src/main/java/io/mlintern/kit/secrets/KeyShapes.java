package io.mlintern.kit.secrets;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What keys look like, whoever they belong to. How much is taken for a key depends on the kind of text.
///
/// Every shape has an upper bound, so that of a text in pieces only so much is ever held back, and looks back at most
/// [#CONTEXT] characters.
final class KeyShapes {
    /// A shape, and what stands in its place.
    ///
    /// @param opening each match has it in front, at its own beginning or before it
    record Shape(Pattern pattern, String instead, Opening opening) {
        Shape(String regex, String instead, Opening opening) {
            this(Pattern.compile(regex), instead, opening);
        }

        /// What stands before a region still says whether a word begins there.
        Matcher matcher(String text) {
            return pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        }
    }

    /// By which it is seen at once where no match can begin, since all of a text is looked at, and a regular expression is slow
    /// at that.
    ///
    /// @param offset from the opening's beginning to that of a match
    record Opening(String word, boolean anyCase, int offset) {
        static Opening of(String word) {
            return new Opening(word, false, 0);
        }

        /// The match begins right behind it.
        static Opening before(String word) {
            return new Opening(word, false, word.length());
        }

        /// The next place, not before `from`, where a match may begin; the text's length where there is none.
        int next(String text, int from) {
            int at = Math.max(0, from - offset);
            if (!anyCase) {
                int found = text.indexOf(word, at);
                return found < 0 ? text.length() : Math.min(text.length(), found + offset);
            }
            while (at < text.length() && !text.regionMatches(true, at, word, 0, word.length())) {
                at++;
            }
            return Math.min(text.length(), at + offset);
        }

        /// Whether a match may begin there, also one of which more text is to come.
        boolean mayStandBefore(String text, int at) {
            int begin = at - offset;
            int known = Math.min(word.length(), text.length() - begin);
            return begin >= 0 && text.regionMatches(anyCase, begin, word, 0, known);
        }
    }

    static final String REDACTED = "[REDACTED]";

    /// No shape matches more characters than this.
    static final int LONGEST = 8 * 1024 + 32;

    /// How many characters before it can say whether a shape begins.
    static final int CONTEXT = 32;

    private static final String PROVIDER_KEY = "[REDACTED_PROVIDER_API_KEY]";
    private static final String GITHUB_TOKEN = "[REDACTED_GITHUB_TOKEN]";
    private static final String AWS_KEY = "[REDACTED_AWS_KEY_ID]";
    private static final Opening BEARER = new Opening("bearer", true, 0);
    private static final String ASSIGNED = "TOKEN|API_KEY|SECRET|PASSWORD|ACCESS_KEY_ID";

    /// A model's text: only at the beginning of a word, so that the last letter of a word need not wait for what follows.
    static final List<Shape> IN_MODEL_TEXT = keys("(?<![A-Za-z0-9])");

    /// A tool's output, where `SOME_TOKEN=value` and the password of an address are values that somebody uses. In a
    /// model's text they may be examples or code, which must stay what it is.
    static final List<Shape> IN_OUTPUT =
            with(
                    keys(""),
                    new Shape(
                            "(?<=://)[^/\\s:@]{1,256}:[^/\\s@]{1,256}(?=@)",
                            REDACTED,
                            Opening.before("://")),
                    new Shape(
                            "(?<=(?:" + ASSIGNED + ")=)(?![$\\[])[^\\s'\"]{4,4096}",
                            REDACTED,
                            Opening.before("=")),
                    quoted("'"),
                    quoted("\""));

    /// A provider's sentence about a failure, which may show a part of a key or a shortened one.
    static final List<Shape> IN_ERRORS =
            with(
                    keys(""),
                    shortened("sk-"),
                    shortened("pk-"),
                    shortened("rk-"),
                    new Shape("\\bhf_[A-Za-z0-9]{8,512}", "[REDACTED_HF_TOKEN]", Opening.of("hf_")),
                    new Shape(
                            "(?i:\\bbearer)\\s{1,16}[A-Za-z0-9._~+/=-]{8,8192}",
                            "Bearer " + REDACTED,
                            BEARER),
                    new Shape(
                            "\\beyJ[A-Za-z0-9_-]{8,4096}\\.[A-Za-z0-9._-]{1,4096}",
                            REDACTED,
                            Opening.of("eyJ")));

    private KeyShapes() {}

    private static Shape quoted(String quote) {
        return new Shape(
                "(?<=(?:" + ASSIGNED + ")=" + quote + ")[^'\"\\n]{4,4096}",
                REDACTED,
                Opening.before("=" + quote));
    }

    private static Shape shortened(String begin) {
        return new Shape("\\b" + begin + "[A-Za-z0-9_*-]{8,512}", PROVIDER_KEY, Opening.of(begin));
    }

    private static List<Shape> keys(String before) {
        return List.of(
                key(before, "hf_", "[A-Za-z0-9]{30,512}", "[REDACTED_HF_TOKEN]"),
                key(before, "sk-ant-", "[A-Za-z0-9_-]{20,512}", PROVIDER_KEY),
                key(before, "sk-", "(?!ant-)[A-Za-z0-9_-]{40,512}", PROVIDER_KEY),
                key(before, "gh", "[pousr]_[A-Za-z0-9]{36,512}", GITHUB_TOKEN),
                key(before, "github_pat_", "[A-Za-z0-9_]{36,512}", GITHUB_TOKEN),
                key("\\b", "AKIA", "[A-Z0-9]{16}\\b", AWS_KEY),
                key("\\b", "ASIA", "[A-Z0-9]{16}\\b", AWS_KEY),
                new Shape(
                        before + "(?i:bearer)[ \\t]{1,16}[A-Za-z0-9._~+/=-]{20,8192}",
                        "Bearer " + REDACTED,
                        BEARER));
    }

    private static Shape key(String before, String opening, String rest, String instead) {
        return new Shape(before + opening + rest, instead, Opening.of(opening));
    }

    private static List<Shape> with(List<Shape> keys, Shape... more) {
        return Stream.concat(keys.stream(), Stream.of(more)).toList();
    }
}
