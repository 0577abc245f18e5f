package io.mlintern.local.folder;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Whole folders.
public final class Folders {
    private Folders() {}

    /// Removes the folder with everything below it; nothing happens when it is not there.
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) Files.delete(path);
    }

    /// Makes `target` a second tree of the files of `source`: linked where the file system allows it, else copied.
    public static void link(Path source, Path target) throws IOException {
        List<Path> parentsFirst;
        try (Stream<Path> tree = Files.walk(source)) {
            parentsFirst = tree.toList();
        }
        for (Path path : parentsFirst) {
            Path twin = target.resolve(source.relativize(path));
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) Files.createDirectories(twin);
            else if (Files.isSymbolicLink(path))
                Files.createSymbolicLink(twin, Files.readSymbolicLink(path));
            else linkOrCopy(path, twin);
        }
    }

    private static void linkOrCopy(Path file, Path twin) throws IOException {
        try {
            Files.createLink(twin, file);
        } catch (FileSystemException | UnsupportedOperationException anotherFileSystem) {
            Files.copy(file, twin, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
