package io.mlintern.local.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Ahead-of-time caches beside the folder of jars. Each has the time at which its training began.
///
/// Whether one fits is ours to see: a JVM 25 does not look at the jars that a manifest's `Class-Path` names, and runs the classes
/// in the cache in place of newer ones in the jars, without a word.
public final class StartCache {
    private final Path distribution;

    /// @param distribution has `lib/`
    public StartCache(Path distribution) {
        this.distribution = distribution;
    }

    /// The cache of this name, where there is one that is newer than all jars.
    public Optional<Path> of(String name) {
        Path file = distribution.resolve(name);
        if (!Files.isRegularFile(file)) return Optional.empty();
        try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
            FileTime trained = Files.getLastModifiedTime(file);
            boolean fits = jars.allMatch(jar -> modified(jar).compareTo(trained) < 0);
            return fits ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path jar) {
        try {
            return Files.getLastModifiedTime(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a JVM writes while it is trained.
    Path draft(String name) {
        return distribution.resolve(name + ".new");
    }

    /// Makes the draft the cache of this name. Jars that were changed since are newer than it.
    void place(String name, Instant begun) throws IOException {
        Files.setLastModifiedTime(draft(name), FileTime.from(begun));
        Files.move(
                draft(name),
                distribution.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
