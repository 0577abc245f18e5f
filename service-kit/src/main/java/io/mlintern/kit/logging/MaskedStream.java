package io.mlintern.kit.logging;

import io.mlintern.kit.logging.SecretMask.Find;
import java.util.List;
import java.util.regex.Matcher;

/// Masks one text that comes in pieces. Holds back what may be the beginning of a secret until it is one or is none.
///
/// Not thread-safe. What is held is bounded: a single key-shaped run of more than 16,384 characters is masked in parts.
public final class MaskedStream {
    private static final int MOST_HELD = 16 * 1024;

    private final SecretMask mask;
    private String pending = "";
    // the last character that went out: it says whether a word begins after it
    private String before = "";

    MaskedStream(SecretMask mask) {
        this.mask = mask;
    }

    /// What may be shown now; often shorter than the piece, sometimes longer.
    public String push(String piece) {
        pending += piece;
        String text = before + pending;
        int start = before.length();
        var finds = mask.finds(text, start);
        int hold = text.length();
        if (pending.length() <= MOST_HELD) {
            hold = Math.min(formBegins(text, start), shapeBegins(text, start));
            for (Find find : finds) {
                // half a find must not go out, nor one that may still grow
                if (find.from() < hold && find.to() > hold) {
                    hold = find.from();
                }
            }
        }
        return release(text, start, hold, finds);
    }

    /// The rest; the text has ended.
    public String end() {
        String text = before + pending;
        int start = before.length();
        return release(text, start, text.length(), mask.finds(text, start));
    }

    private String release(String text, int start, int hold, List<Find> finds) {
        var out = new StringBuilder();
        SecretMask.append(out, text, start, hold, finds);
        pending = text.substring(hold);
        before = hold > 0 ? text.substring(hold - 1, hold) : "";
        return out.toString();
    }

    /// The first place from which the rest of the text is the beginning of a known secret.
    private int formBegins(String text, int start) {
        int first = text.length();
        for (String form : mask.forms()) {
            int from = Math.max(start, text.length() - form.length() + 1);
            for (int at = from; at < first; at++) {
                if (form.startsWith(text.substring(at))) {
                    first = at;
                }
            }
        }
        return first;
    }

    /// The first place from which more text could make, or lengthen, something shaped like a key.
    @SuppressWarnings(
            "JdkObsolete") // whether more input could change the match is just the question here
    private static int shapeBegins(String text, int start) {
        int first = text.length();
        for (var shape : KeyShapes.ALL) {
            Matcher matcher = shape.pattern().matcher(text);
            matcher.useTransparentBounds(true).useAnchoringBounds(false);
            for (int at = start; at < first; at++) {
                matcher.region(at, text.length());
                boolean _ = matcher.lookingAt();
                if (matcher.hitEnd()) {
                    first = at;
                }
            }
        }
        return first;
    }
}
