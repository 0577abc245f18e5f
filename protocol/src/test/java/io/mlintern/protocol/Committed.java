package io.mlintern.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Files that are made from the code and committed: compared by default, written with `-Ddocs=write`.
public final class Committed {
    public static final String COMMAND =
            "mvn test -Dtest='GoldenTest,*DocumentationTest' -Ddocs=write"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";
    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

    private Committed() {}

    public static boolean isWriting() {
        return "write".equals(System.getProperty("docs"));
    }

    public static Path path(String fromTheTop) {
        return ROOT.resolve(fromTheTop);
    }

    /// Fails where the file is not exactly this text, and says the command that makes it so.
    public static void check(String fromTheTop, String text) {
        Path file = path(fromTheTop);
        if (isWriting()) {
            write(file, text);
        }
        assertThat(file)
                .as("%s is made from the code; write it anew with: %s", fromTheTop, COMMAND)
                .exists()
                .hasContent(text);
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The names of the files in a folder.
    public static List<String> names(String folder) {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
