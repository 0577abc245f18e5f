package io.mlintern.tools.command;

import java.util.Locale;

/// Collects a text of any length in bounded memory: all of it while it is short, otherwise its
/// beginning and its end, where errors stand.
public final class BoundedText {
    /// Upstream's figures: a quarter for the beginning, three quarters for the end.
    public static final int LIMIT = 25_000;

    private static final int HEAD = LIMIT / 4;
    private static final int TAIL = LIMIT - HEAD;

    private final StringBuilder head = new StringBuilder();
    private final char[] ring = new char[TAIL];
    private long length;

    public void add(char c) {
        if (length < HEAD) {
            head.append(c);
        } else {
            ring[(int) ((length - HEAD) % TAIL)] = c;
        }
        length++;
    }

    public void add(String text) {
        text.chars().forEach(c -> add((char) c));
    }

    public boolean isCut() {
        return length > LIMIT;
    }

    /// The text, or its ends around a notice.
    ///
    /// @param where a sentence that tells where the whole text is
    public String text(String where) {
        if (!isCut()) return head + tail();
        String notice =
                String.format(
                        Locale.ROOT,
                        "\n\n[… %,d of %,d characters are left out here, %,d are shown. %s]\n\n",
                        length - LIMIT,
                        length,
                        LIMIT,
                        where);
        return whole(head.toString(), head.length()) + notice + tail();
    }

    private String tail() {
        int kept = (int) Math.min(TAIL, Math.max(0, length - HEAD));
        int start = (int) (length - HEAD > TAIL ? (length - HEAD) % TAIL : 0);
        var tail = new StringBuilder(kept);
        for (int i = 0; i < kept; i++) tail.append(ring[(start + i) % TAIL]);
        boolean half = isCut() && Character.isLowSurrogate(tail.charAt(0));
        return half ? tail.substring(1) : tail.toString();
    }

    /// No half of a character at the cut.
    private static String whole(String text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? text.substring(0, end - 1) : text;
    }
}
