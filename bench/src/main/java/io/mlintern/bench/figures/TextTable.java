package io.mlintern.bench.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Rows of cells in columns, as a terminal shows them. The first row is the head.
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... head) {
        rows.add(List.of(head));
    }

    public TextTable row(Object... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of %d cells".formatted(cells.length));
        }
        rows.add(Arrays.stream(cells).map(TextTable::text).toList());
        return this;
    }

    /// Numbers with a fraction have two digits of it below 100, and none from there.
    public static String text(Object cell) {
        if (!(cell instanceof Double number)) return cell.toString();
        return String.format(Locale.ROOT, Math.abs(number) < 100 ? "%.2f" : "%.0f", number);
    }

    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    /// Numbers stand on the right, words on the left.
    private String line(List<String> row) {
        var line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int width = width(column);
            String cell = row.get(column);
            String format = isNumber(column) ? "%" + width + "s" : "%-" + width + "s";
            line.append(column == 0 ? "" : "  ").append(format.formatted(cell));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }

    private boolean isNumber(int column) {
        return rows.stream().skip(1).allMatch(row -> row.get(column).matches("-?[0-9.]+|–"));
    }
}
