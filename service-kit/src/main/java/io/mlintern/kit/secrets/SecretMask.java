package io.mlintern.kit.secrets;

import io.mlintern.kit.secrets.KeyShapes.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;

/// Takes secrets out of texts that leave: the known ones in whatever form, and whatever is shaped like a key.
///
/// Known secrets of fewer than 6 characters are left alone. Where a text ends within a known secret, more than half of it
/// counts as the whole: the text may have been broken off there. Immutable and without state; for a text that comes in
/// pieces see [#stream] and [#json].
public final class SecretMask {
    private final List<String> forms;
    private final List<Shape> shapes;

    private SecretMask(Collection<String> secrets, List<Shape> shapes) {
        Set<String> all = new LinkedHashSet<>();
        secrets.forEach(secret -> all.addAll(SecretForms.of(secret)));
        this.forms = List.copyOf(all);
        this.shapes = shapes;
    }

    /// For what a model writes: besides the known secrets only what is a key by all appearances.
    public static SecretMask ofModelText(Collection<String> secrets) {
        return new SecretMask(secrets, KeyShapes.IN_MODEL_TEXT);
    }

    /// For what tools print: also values of whatever is named like a secret (`MY_TOKEN=…`), and passwords in addresses.
    public static SecretMask ofOutput(Collection<String> secrets) {
        return new SecretMask(secrets, KeyShapes.IN_OUTPUT);
    }

    /// For what providers say of failures: also parts of keys.
    public static SecretMask ofErrors(Collection<String> secrets) {
        return new SecretMask(secrets, KeyShapes.IN_ERRORS);
    }

    public String mask(String text) {
        return stream().whole(text);
    }

    /// For one text that comes in pieces; what comes out is, together, the whole text masked.
    public MaskedStream stream() {
        return new MaskedStream(this);
    }

    /// For one JSON text that comes in pieces: its strings are masked, and it stays JSON.
    public MaskedJson json() {
        return new MaskedJson(this);
    }

    /// A part of a text that must not be seen, and what is seen instead.
    record Find(int from, int to, String instead) {}

    List<String> forms() {
        return forms;
    }

    List<Shape> shapes() {
        return shapes;
    }

    /// All finds that begin at `from` or later, in order of their beginnings, the longest first; they may overlap.
    ///
    /// Whether one begins at a place is decided there alone, so it is the same in whichever pieces the text is looked at.
    List<Find> finds(String text, int from, boolean ended) {
        List<Find> finds = new ArrayList<>();
        for (String form : forms) {
            for (int at = text.indexOf(form, from); at >= 0; at = text.indexOf(form, at + 1)) {
                finds.add(new Find(at, at + form.length(), KeyShapes.REDACTED));
            }
            if (ended) {
                addBrokenOff(finds, form, text, from);
            }
        }
        for (Shape shape : shapes) {
            addShaped(finds, shape, text, from);
        }
        finds.sort(
                Comparator.comparingInt(Find::from)
                        .thenComparing(Comparator.comparingInt(Find::to).reversed()));
        return finds;
    }

    private static void addShaped(List<Find> finds, Shape shape, String text, int from) {
        Matcher matcher = shape.matcher(text);
        int at = shape.opening().next(text, from);
        while (at < text.length()) {
            if (matcher.region(at, text.length()).lookingAt()) {
                finds.add(new Find(at, matcher.end(), shape.instead()));
            }
            at = shape.opening().next(text, at + 1);
        }
    }

    private static void addBrokenOff(List<Find> finds, String form, String text, int from) {
        int least = Math.max(SecretForms.SHORTEST, form.length() / 2 + 1);
        for (int at = Math.max(from, text.length() - form.length() + 1);
                at <= text.length() - least;
                at++) {
            if (form.startsWith(text.substring(at))) {
                finds.add(new Find(at, text.length(), KeyShapes.REDACTED));
            }
        }
    }
}
