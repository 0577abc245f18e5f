package io.mlintern.cli.render;

import java.util.ArrayList;
import java.util.List;

/// Rows as lines with aligned columns, two blanks between them; the last column is as long as it is.
public final class Columns {
    private Columns() {}

    public static List<String> lines(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size() - 1; column++) {
                String cell = row.get(column);
                line.append(cell).repeat(' ', width(rows, column) - cell.length() + 2);
            }
            lines.add(line.append(row.getLast()).toString());
        }
        return lines;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
