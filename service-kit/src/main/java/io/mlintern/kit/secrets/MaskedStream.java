package io.mlintern.kit.secrets;

import io.mlintern.kit.secrets.KeyShapes.Shape;
import io.mlintern.kit.secrets.SecretMask.Find;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/// Masks one text that comes in pieces. Holds back what may be the beginning of a secret until it is one or is none, and
/// not a character more.
///
/// Not thread-safe. What is held is bounded by the longest form of a known secret and by the longest shape of a key.
public final class MaskedStream {
    private final SecretMask mask;
    private String pending = "";
    // what went out last: it says whether a word begins after it
    private String before = "";
    // so much of what is pending belongs to a secret whose mark went out
    private int covered;

    MaskedStream(SecretMask mask) {
        this.mask = mask;
    }

    /// A part of the text that is through: shown as it is, or what stands in its place.
    record Part(String text, Optional<String> instead) {}

    /// What may be shown now; often shorter than the piece, sometimes longer.
    public String push(String piece) {
        return shown(parts(piece));
    }

    /// The rest; the text has ended.
    public String end() {
        return shown(lastParts());
    }

    /// A text that is there as a whole: nothing has to be held back.
    String whole(String text) {
        pending = text;
        return end();
    }

    List<Part> parts(String piece) {
        pending += piece;
        String text = before + pending;
        int start = before.length();
        int hold = Math.min(formBegins(text, start), shapeBegins(text, start));
        return release(text, hold, mask.finds(text, start, false));
    }

    List<Part> lastParts() {
        String text = before + pending;
        return release(text, text.length(), mask.finds(text, before.length(), true));
    }

    private static String shown(List<Part> parts) {
        var shown = new StringBuilder();
        parts.forEach(part -> shown.append(part.instead().orElse(part.text())));
        return shown.toString();
    }

    private List<Part> release(String text, int hold, List<Find> finds) {
        List<Part> parts = new ArrayList<>();
        int at = before.length();
        int end = at + covered;
        for (Find find : apart(new Find(at, end, ""), finds)) {
            if (find.from() >= hold) {
                break;
            }
            int to = Math.min(find.to(), hold);
            add(parts, text.substring(at, find.from()), Optional.empty());
            add(parts, text.substring(find.from(), to), Optional.of(find.instead()));
            at = to;
            end = find.to();
        }
        add(parts, text.substring(at, hold), Optional.empty());
        pending = text.substring(hold);
        covered = Math.max(0, end - hold);
        before = text.substring(Math.max(0, hold - KeyShapes.CONTEXT), hold);
        return parts;
    }

    /// Finds that overlap are one: nothing of either may remain.
    private static List<Find> apart(Find covered, List<Find> finds) {
        List<Find> apart = new ArrayList<>(List.of(covered));
        for (Find find : finds) {
            Find last = apart.getLast();
            if (find.from() < last.to()) {
                apart.removeLast();
                int to = Math.max(last.to(), find.to());
                apart.add(new Find(last.from(), to, last.instead()));
            } else {
                apart.add(find);
            }
        }
        return apart;
    }

    private static void add(List<Part> parts, String text, Optional<String> instead) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, instead));
        }
    }

    /// The first place from which the rest of the text is the beginning of a known secret.
    private int formBegins(String text, int start) {
        int first = text.length();
        for (String form : mask.forms()) {
            int from = Math.max(start, text.length() - form.length() + 1);
            for (int at = from; at < first; at++) {
                if (form.regionMatches(0, text, at, text.length() - at)) {
                    first = at;
                }
            }
        }
        return first;
    }

    /// The first place from which more text could make, or lengthen, something shaped like a key.
    @SuppressWarnings(
            "JdkObsolete") // whether more input could change the match is just the question here
    private int shapeBegins(String text, int start) {
        int first = text.length();
        int from = Math.max(start, text.length() - KeyShapes.LONGEST);
        for (Shape shape : mask.shapes()) {
            Matcher matcher = shape.matcher(text);
            for (int at = from; at < first; at++) {
                if (!shape.opening().mayStandBefore(text, at)) {
                    continue;
                }
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
