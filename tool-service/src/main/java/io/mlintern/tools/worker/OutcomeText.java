package io.mlintern.tools.worker;

import io.mlintern.protocol.Topics;
import io.mlintern.tools.command.BoundedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/// Texts of outcomes: what an I/O failure is called, and no more than a message can carry.
final class OutcomeText {
    private OutcomeText() {}

    static String of(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "No permission for " + denied.getFile() + ".";
            case FileSystemException file ->
                    "%s: %s."
                            .formatted(
                                    file.getFile(),
                                    Optional.ofNullable(file.getReason())
                                            .orElse(file.getClass().getSimpleName()));
            default -> "Input or output failed: " + failure.getMessage();
        };
    }

    /// Tools bound their own output; this holds for those that do not.
    static String fitting(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length < Topics.MAX_BODY_BYTES) return text;
        var bounded = new BoundedText();
        bounded.add(text);
        return bounded.text("The rest was not kept.");
    }
}
