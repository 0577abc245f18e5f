package io.mlintern.kit.secrets;

import java.util.ArrayDeque;
import java.util.Deque;

/// Masks the inside of one JSON string by its value: a secret is found whatever is escaped in it, and no mark cuts an escape
/// in two.
final class MaskedJsonString {
    private static final int UNICODE_ESCAPE = 6;
    private static final String ESCAPES = "bfnrt";
    private static final String CONTROLS = "\b\f\n\r\t";

    private final MaskedStream stream;
    // as each character of the value was written, of those that are not through
    private final Deque<String> written = new ArrayDeque<>();
    private final StringBuilder value = new StringBuilder();
    private final StringBuilder escape = new StringBuilder();

    MaskedJsonString(SecretMask mask) {
        stream = mask.stream();
    }

    /// Whether this is the quote that ends the string; it belongs to the string otherwise.
    boolean take(char next) {
        if (escape.isEmpty() && next == '"') {
            return true;
        }
        if (escape.isEmpty() && next != '\\') {
            add(Character.toString(next), next);
        } else if (escape.length() >= 2 && Character.digit(next, 16) < 0) {
            giveUpEscape();
            return take(next);
        } else {
            escape.append(next);
            readEscape();
        }
        return false;
    }

    /// What may be shown now.
    String shown() {
        String read = value.toString();
        value.setLength(0);
        return written(stream.parts(read));
    }

    /// The rest; the string has ended, or the text within it.
    String rest() {
        String cut = escape.toString();
        escape.setLength(0);
        return shown() + written(stream.lastParts()) + cut;
    }

    private void readEscape() {
        if (escape.length() < 2) {
            return;
        }
        char kind = escape.charAt(1);
        if (kind != 'u') {
            int control = ESCAPES.indexOf(kind);
            endEscape(control < 0 ? kind : CONTROLS.charAt(control));
        } else if (escape.length() == UNICODE_ESCAPE) {
            endEscape((char) hex());
        }
    }

    private int hex() {
        return Integer.parseInt(escape, 2, UNICODE_ESCAPE, 16);
    }

    /// What began like four digits of a character and is none: no JSON, but a secret may stand in it all the same.
    private void giveUpEscape() {
        escape.chars().forEach(c -> add(Character.toString(c), (char) c));
        escape.setLength(0);
    }

    private void endEscape(char meant) {
        add(escape.toString(), meant);
        escape.setLength(0);
    }

    private void add(String asWritten, char meant) {
        written.add(asWritten);
        value.append(meant);
    }

    private String written(Iterable<MaskedStream.Part> parts) {
        var shown = new StringBuilder();
        for (MaskedStream.Part part : parts) {
            var raw = new StringBuilder();
            for (int i = 0; i < part.text().length(); i++) {
                raw.append(written.remove());
            }
            shown.append(part.instead().orElse(raw.toString()));
        }
        return shown.toString();
    }
}
