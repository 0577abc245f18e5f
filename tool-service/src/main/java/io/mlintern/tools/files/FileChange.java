package io.mlintern.tools.files;

import io.mlintern.tools.tool.ToolInvocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Puts a new content into a file so that it can be told later whether that happened: the call's
/// folder notes, before the change, what the file will be and what will be answered.
final class FileChange {
    private final Path note;

    private FileChange(Path note) {
        this.note = note;
    }

    static FileChange of(ToolInvocation invocation) throws IOException {
        return new FileChange(
                invocation.workspace().state().call(invocation.call()).resolve("change"));
    }

    /// The answer of an earlier worker whose change is in the file.
    Optional<String> madeBefore(Path file) throws IOException {
        if (!Files.exists(note) || !Files.exists(file)) return Optional.empty();
        List<String> lines = Files.readAllLines(note, StandardCharsets.UTF_8);
        boolean made = lines.getFirst().equals(digest(Files.readAllBytes(file)));
        String answer = String.join("\n", lines.subList(1, lines.size()));
        return made ? Optional.of(answer) : Optional.empty();
    }

    /// Whether some worker has begun to make the change.
    boolean isNoted() {
        return Files.exists(note);
    }

    void make(Path file, byte[] content, String answer) throws IOException {
        Files.createDirectories(note.getParent());
        TextFile.replace(note, (digest(content) + "\n" + answer).getBytes(StandardCharsets.UTF_8));
        TextFile.replace(file, content);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
