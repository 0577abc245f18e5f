package io.mlintern.kit.logging;

import io.mlintern.kit.logging.KeyShapes.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;

/// Takes secrets out of texts that leave: the known ones in whatever form, and whatever is shaped like a key.
///
/// Secrets of fewer than 6 characters are left alone. Immutable and without state; for a text that comes in pieces see
/// [#stream].
public final class SecretMask {
    static final String KNOWN = "[REDACTED]";

    private final List<String> forms;

    private SecretMask(Set<String> forms) {
        this.forms = List.copyOf(forms);
    }

    public static SecretMask of(Collection<String> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        secrets.forEach(secret -> forms.addAll(SecretForms.of(secret)));
        return new SecretMask(forms);
    }

    public String mask(String text) {
        var masked = new StringBuilder();
        append(masked, text, 0, text.length(), finds(text, 0));
        return masked.toString();
    }

    /// The same, and values of whatever is named like a secret (`MY_TOKEN=…`): for what is kept or shared, not for what
    /// somebody works with.
    public String scrub(String text) {
        return KeyShapes.ASSIGNMENT.matcher(mask(text)).replaceAll("$1=[REDACTED]");
    }

    /// For one text that comes in pieces; the pieces that come out are, together, the whole text masked.
    public MaskedStream stream() {
        return new MaskedStream(this);
    }

    /// A part of a text that must not be seen, and what is seen instead.
    record Find(int from, int to, String instead) {}

    List<String> forms() {
        return forms;
    }

    /// Finds beginning at `from` or later, in order and apart from each other.
    List<Find> finds(String text, int from) {
        List<Find> finds = new ArrayList<>();
        for (String form : forms) {
            for (int at = text.indexOf(form, from); at >= 0; at = text.indexOf(form, at + 1)) {
                finds.add(new Find(at, at + form.length(), KNOWN));
            }
        }
        for (Shape shape : KeyShapes.ALL) {
            Matcher matcher = shape.pattern().matcher(text);
            // what stands before the region still says whether a word begins there
            matcher.useTransparentBounds(true).useAnchoringBounds(false);
            matcher.region(from, text.length());
            while (matcher.find()) {
                finds.add(new Find(matcher.start(), matcher.end(), shape.replacement()));
            }
        }
        return merged(finds);
    }

    /// Finds that overlap are one: nothing of either may remain.
    private static List<Find> merged(List<Find> finds) {
        finds.sort(
                Comparator.comparingInt(Find::from)
                        .thenComparing(Comparator.comparingInt(Find::to).reversed()));
        List<Find> apart = new ArrayList<>();
        for (Find find : finds) {
            if (!apart.isEmpty() && find.from() < apart.getLast().to()) {
                Find last = apart.removeLast();
                apart.add(new Find(last.from(), Math.max(last.to(), find.to()), last.instead()));
            } else {
                apart.add(find);
            }
        }
        return apart;
    }

    static void append(StringBuilder out, String text, int from, int to, List<Find> finds) {
        int at = from;
        for (Find find : finds) {
            if (find.to() > to) {
                break;
            }
            out.append(text, at, find.from()).append(find.instead());
            at = find.to();
        }
        out.append(text, at, to);
    }
}
