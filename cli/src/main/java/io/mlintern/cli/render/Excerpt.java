package io.mlintern.cli.render;

import java.util.ArrayList;
import java.util.List;

/// Cuts a long text to what a person wants to see of it in passing.
final class Excerpt {
    private static final int WIDTH = 160;
    private static final int LINES = 8;

    private Excerpt() {}

    /// The first lines, each cut to a bearable width, and how many were left out.
    static List<String> lines(String text) {
        List<String> all = text.strip().lines().toList();
        var shown = new ArrayList<>(all.stream().limit(LINES).map(Excerpt::line).toList());
        if (all.size() > LINES) {
            shown.add("… %d more lines".formatted(all.size() - LINES));
        }
        return shown;
    }

    static String line(String text) {
        if (text.codePointCount(0, text.length()) <= WIDTH) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, WIDTH - 1)) + "…";
    }

    /// Without what would steer a terminal: escape sequences and other control characters, line ends and tabs aside.
    static String harmless(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
