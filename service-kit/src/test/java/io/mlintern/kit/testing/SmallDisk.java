package io.mlintern.kit.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// A folder on a file system of its own, which can be filled to its last byte and be given room again.
public final class SmallDisk implements AutoCloseable {
    private static final String FILLER = ".filler";
    private static final int AT_A_TIME = 4096;
    private static final int PATIENCE_SECONDS = 10;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /// The test is skipped where this user may not mount anything.
    public static SmallDisk at(Path folder, int megabytes) {
        try {
            Files.createDirectories(folder);
            String said =
                    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder);
            if (!said.isEmpty()) abort("a small disk cannot be mounted here: " + said);
            return new SmallDisk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves no byte; again: fills what others have deleted.
    public void fill() {
        try (OutputStream filler =
                Files.newOutputStream(
                        folder.resolve(FILLER),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            while (true) filler.write(new byte[AT_A_TIME]);
        } catch (IOException full) {
            // As it should be.
        }
    }

    public void giveRoom() {
        try {
            Files.deleteIfExists(folder.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What was on it is gone.
    @Override
    public void close() {
        String said = run("umount", folder);
        // A process that ends slowly still has a file open.
        if (!said.isEmpty()) said = run("umount", "--lazy", folder);
        if (!said.isEmpty()) throw new IllegalStateException(said);
        if (!folder.toFile().delete()) throw new IllegalStateException("stays: " + folder);
    }

    /// What the program says when it fails; nothing when it does not.
    private static String run(Object... command) {
        try {
            Process process =
                    new ProcessBuilder(Arrays.stream(command).map(String::valueOf).toList())
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) return command[0] + " hangs";
            return process.exitValue() == 0 ? "" : said.strip();
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
