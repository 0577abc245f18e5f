package io.mlintern.bench;

import io.mlintern.bench.figures.MeasuredPage;
import io.mlintern.bench.server.Surroundings;
import io.mlintern.system.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a command says: where it was measured, with which settings, and the row for `docs/measured.md`.
record Report(Surroundings surroundings, boolean write) {
    static Report begin(boolean write) {
        Report report = new Report(Surroundings.now(), write);
        System.out.println(report.surroundings);
        return report;
    }

    void settings(Map<String, String> settings) {
        settings.forEach((name, value) -> System.out.printf("  %s: %s%n", name, value));
    }

    /// Says the row, and adds it to the page when that was asked for.
    ///
    /// @param heading of the table on the page
    /// @param cells behind date, commit, machine and JDK
    void row(String heading, List<String> cells) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                surroundings.date(),
                                surroundings.commit(),
                                surroundings.machine(),
                                surroundings.jdk().strip()));
        all.addAll(cells);
        System.out.println("| " + String.join(" | ", all) + " |");
        if (!write) return;
        Path page = Folders.checkout().resolve("docs/measured.md");
        try {
            String text = MeasuredPage.withRow(Files.readString(page), heading, all);
            Files.writeString(page, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
