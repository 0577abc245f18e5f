package io.mlintern.tools.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;

/// Which files a session has seen: one of them may be changed, any other existing file not. Kept in
/// a file of the session, so that a restart of the worker forgets nothing.
final class ReadFiles {
    private final Path list;

    /// @param session the session's folder
    ReadFiles(Path session) {
        list = session.resolve("read-files");
    }

    boolean contains(Path file) throws IOException {
        return Files.exists(list)
                && Files.readAllLines(list, StandardCharsets.UTF_8).contains(line(file));
    }

    void add(Path file) throws IOException {
        if (contains(file)) return;
        Files.writeString(
                list, line(file) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// A name may contain anything, line breaks as well.
    private static String line(Path file) {
        return Base64.getEncoder().encodeToString(file.toString().getBytes(StandardCharsets.UTF_8));
    }
}
