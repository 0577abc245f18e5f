package io.mlintern.bench.figures;

import java.util.ArrayList;
import java.util.List;

/// A page of Markdown with tables below headings, to which runs add their rows.
public final class MeasuredPage {
    private MeasuredPage() {}

    /// The page with one more row at the end of the first table below a heading.
    ///
    /// @throws IllegalArgumentException when there is no such table, or it has another number of columns
    public static String withRow(String page, String heading, List<String> cells) {
        List<String> lines = new ArrayList<>(page.lines().toList());
        int at = lines.indexOf(heading);
        if (at < 0) throw new IllegalArgumentException("no heading " + heading);
        do {
            at++;
        } while (at < lines.size() && !isRow(lines.get(at)) && !lines.get(at).startsWith("#"));
        if (at == lines.size() || !isRow(lines.get(at))) {
            throw new IllegalArgumentException("no table below " + heading);
        }
        int columns = lines.get(at).split("\\|", -1).length - 2;
        if (columns != cells.size()) {
            throw new IllegalArgumentException(
                    "%s has %d columns, not %d".formatted(heading, columns, cells.size()));
        }
        while (at < lines.size() && isRow(lines.get(at))) at++;
        lines.add(at, "| " + String.join(" | ", cells) + " |");
        return String.join("\n", lines) + "\n";
    }

    private static boolean isRow(String line) {
        return line.startsWith("|");
    }
}
