package io.mlintern.tools.matching;

/// What a text's lines end with.
final class LineEndings {
    private LineEndings() {}

    static boolean mostlyCrlf(String text) {
        int crlf = 0;
        int all = 0;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            all++;
            if (i > 0 && text.charAt(i - 1) == '\r') crlf++;
        }
        return crlf * 2 > all;
    }

    /// The number, from 1, of the line that has this character.
    static int lineOf(String text, int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }
}
