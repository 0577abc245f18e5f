package io.mlintern.tools.matching;

import java.util.ArrayList;
import java.util.List;

/// A text as it looks when some differences are ignored, with the way back: each visible character
/// knows which part of the original it stands for.
final class View {
    private final StringBuilder visible = new StringBuilder();
    private final int[] from;
    private final int[] to;

    private View(int capacity) {
        from = new int[capacity];
        to = new int[capacity];
    }

    static View of(String text, Looseness looseness) {
        var view = new View(text.length());
        int start = 0;
        while (true) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int content = end - returnBefore(text, start, newline, looseness);
            view.line(text, start, content, looseness);
            if (newline < 0) return view;
            view.add('\n', content, newline + 1);
            start = newline + 1;
        }
    }

    private static int returnBefore(String text, int start, int newline, Looseness looseness) {
        boolean carriageReturn = newline > start && text.charAt(newline - 1) == '\r';
        return carriageReturn && looseness != Looseness.EXACT ? 1 : 0;
    }

    private void line(String text, int start, int end, Looseness looseness) {
        int first = visible.length();
        boolean typographic = looseness == Looseness.TYPOGRAPHY;
        for (int i = start; i < end; i++) {
            char shown = typographic ? plain(text.charAt(i)) : text.charAt(i);
            boolean leading = looseness.trimsStart() && visible.length() == first && blank(shown);
            if (!leading && !(typographic && invisible(shown))) add(shown, i, i + 1);
        }
        if (!looseness.trimsEnd()) return;
        int last = visible.length();
        while (last > first && blank(visible.charAt(last - 1))) last--;
        visible.setLength(last);
    }

    private void add(char shown, int start, int end) {
        from[visible.length()] = start;
        to[visible.length()] = end;
        visible.append(shown);
    }

    private static char plain(char c) {
        return switch (c) {
            case '\u2013', '\u2014', '\u2212' -> '-';
            case '\u2018', '\u2019' -> '\'';
            case '\u201C', '\u201D' -> '"';
            case '\u00A0', '\u2002', '\u2003' -> ' ';
            default -> c;
        };
    }

    private static boolean invisible(char c) {
        return c == '\u200B' || c == '\uFEFF';
    }

    static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == '\u000B';
    }

    String text() {
        return visible.toString();
    }

    /// Where the visible text `[start, end)` stands in the original.
    Span original(int start, int end) {
        return new Span(from[start], to[end - 1]);
    }

    boolean atLineStart(int index) {
        return index == 0 || visible.charAt(index - 1) == '\n';
    }

    boolean atLineEnd(int index) {
        return index == visible.length() || visible.charAt(index) == '\n';
    }

    /// All places of `wanted`, also those that overlap.
    List<Integer> places(String wanted) {
        List<Integer> found = new ArrayList<>();
        for (int i = visible.indexOf(wanted); i >= 0; i = visible.indexOf(wanted, i + 1)) {
            found.add(i);
        }
        return found;
    }

    /// A part of the original text, end exclusive.
    record Span(int start, int end) {}
}
