package io.mlintern.tools.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/// Reads and replaces whole text files. A replaced file keeps its mode and stays behind its symbolic
/// links; readers see the old text or the new one, never a part.
final class TextFile {
    private TextFile() {}

    /// The file behind all links, also when it does not exist yet.
    static Path behindLinks(Path path) throws IOException {
        Path seen = path;
        for (int links = 0; Files.isSymbolicLink(seen); links++) {
            if (links == 40) throw new FileSystemException(path + ": too many links");
            seen = seen.resolveSibling(Files.readSymbolicLink(seen)).normalize();
        }
        return Files.exists(seen) ? seen.toRealPath() : seen;
    }

    static String read(Path file) throws IOException {
        return Utf8.decode(Files.readAllBytes(file));
    }

    static void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh =
                file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            write(fresh, content, StandardOpenOption.CREATE_NEW);
            keepMode(file, fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AccessDeniedException e) {
            // The folder takes no new file, but the file itself may be writable.
            if (!Files.isWritable(file)) throw e;
            write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void write(Path file, byte[] content, StandardOpenOption how)
            throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, how)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) channel.write(rest);
            channel.force(true);
        }
    }

    private static void keepMode(Path from, Path to) throws IOException {
        if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) return;
        var view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (view != null) Files.setPosixFilePermissions(to, view.readAttributes().permissions());
    }
}
