package io.mlintern.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Folders of the tests.
public final class Folders {
    private Folders() {}

    public static Path fresh(String name) {
        try {
            return Files.createTempDirectory("ml-intern-system-" + name).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The checkout that these tests are part of.
    public static Path checkout() {
        return Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();
    }

    public static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException e) {
            // A temporary folder: what cannot go stays for the machine to clean up.
        }
    }
}
