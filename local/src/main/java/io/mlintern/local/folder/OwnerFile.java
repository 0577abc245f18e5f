package io.mlintern.local.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/// Files that only their owner reads (0600), written whole or not at all.
public final class OwnerFile {
    private OwnerFile() {}

    /// Replaces `file`. Dying before the rename leaves the earlier content, dying after it the new one; a reader never sees half.
    public static void write(Path file, String content) throws IOException {
        Path draft =
                file.resolveSibling(
                        file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.deleteIfExists(draft);
        try {
            fill(draft, content);
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            // On a full disk what was written of it takes room.
            var _ = draft.toFile().delete();
            throw new IOException(
                    "%s cannot be written: %s".formatted(file, failure.getMessage()), failure);
        }
    }

    private static void fill(Path draft, String content) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) out.write(bytes);
            out.force(true);
        }
    }

    /// The file's content without surrounding white space; written from `initial` where there is none yet.
    public static String readOrCreate(Path file, Supplier<String> initial) throws IOException {
        if (!Files.exists(file)) write(file, initial.get() + "\n");
        return Files.readString(file).strip();
    }
}
