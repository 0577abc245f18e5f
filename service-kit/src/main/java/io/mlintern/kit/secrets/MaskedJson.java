package io.mlintern.kit.secrets;

import java.util.Optional;
import java.util.regex.Pattern;

/// Masks one JSON text that comes in pieces, so that what was JSON is JSON afterwards: secrets are looked for in the values of
/// its strings, whatever their escapes; a number or word that shows one becomes a string. What is not touched stays byte for
/// byte.
///
/// A text that is no JSON is masked as plain text from the place where that shows. Not thread-safe.
public final class MaskedJson {
    private static final String BETWEEN = "{}[]:, \t\r\n";
    private static final int LONGEST_TOKEN = 1024;
    // what may still become a number or one of the three words
    private static final Pattern TOKEN =
            Pattern.compile("-?[0-9]*[-+.0-9eE]*|t(r(ue?)?)?|f(a(l(se?)?)?)?|n(u(ll?)?)?");

    private final SecretMask mask;
    private final StringBuilder token = new StringBuilder();
    private Optional<MaskedJsonString> string = Optional.empty();
    private Optional<MaskedStream> plain = Optional.empty();

    MaskedJson(SecretMask mask) {
        this.mask = mask;
    }

    /// What may be shown now.
    public String push(String piece) {
        var shown = new StringBuilder();
        int at = 0;
        while (at < piece.length() && plain.isEmpty()) {
            take(piece.charAt(at++), shown);
        }
        string.ifPresent(open -> shown.append(open.shown()));
        String rest = piece.substring(at);
        plain.ifPresent(stream -> shown.append(stream.push(rest)));
        return shown.toString();
    }

    /// The rest; the text has ended.
    public String end() {
        var shown = new StringBuilder();
        string.ifPresent(open -> shown.append(open.rest()));
        plain.ifPresent(stream -> shown.append(stream.end()));
        endToken(shown);
        return shown.toString();
    }

    private void take(char next, StringBuilder shown) {
        if (string.isPresent()) {
            if (string.get().take(next)) {
                shown.append(string.get().rest()).append(next);
                string = Optional.empty();
            }
        } else if (next == '"' || BETWEEN.indexOf(next) >= 0) {
            endToken(shown);
            shown.append(next);
            string = next == '"' ? Optional.of(new MaskedJsonString(mask)) : Optional.empty();
        } else {
            token.append(next);
            if (token.length() > LONGEST_TOKEN || !TOKEN.matcher(token).matches()) {
                plain = Optional.of(mask.stream());
                shown.append(plain.get().push(token.toString()));
                token.setLength(0);
            }
        }
    }

    private void endToken(StringBuilder shown) {
        if (token.isEmpty()) {
            return;
        }
        String masked = mask.mask(token.toString());
        boolean same = masked.contentEquals(token);
        shown.append(same ? masked : '"' + masked + '"');
        token.setLength(0);
    }
}
