package io.mlintern.kit.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How one secret may stand in a text: as it is, in JSON, in a URL, in Base64 (also as a part of something longer that was
/// encoded as a whole, such as `user:password`).
final class SecretForms {
    /// Shorter ones are words, and a mask over words hides the text.
    static final int SHORTEST = 6;

    private SecretForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        if (secret.length() < SHORTEST) {
            return forms;
        }
        forms.add(secret);
        forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        addUrl(forms, secret);
        addBase64(forms, secret.getBytes(StandardCharsets.UTF_8));
        return forms;
    }

    private static void addUrl(Set<String> forms, String secret) {
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        for (String form : List.of(encoded, encoded.replace("+", "%20"))) {
            forms.add(form);
            forms.add(lowerEscapes(form));
        }
    }

    private static String lowerEscapes(String form) {
        var lower = new StringBuilder(form);
        for (int at = form.indexOf('%'); at >= 0; at = form.indexOf('%', at + 1)) {
            lower.replace(at + 1, at + 3, form.substring(at + 1, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    /// What comes before decides at which bit of a character the secret begins: three ways. The characters at the edges
    /// are shared with the neighbours and say at most six bits each.
    private static void addBase64(Set<String> forms, byte[] secret) {
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + secret.length];
            System.arraycopy(secret, 0, shifted, shift, secret.length);
            int from = (shift * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            if (to - from >= SHORTEST) {
                for (var encoder : Arrays.asList(Base64.getEncoder(), Base64.getUrlEncoder())) {
                    forms.add(encoder.encodeToString(shifted).substring(from, to));
                }
            }
        }
    }
}
