package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.SystemPromptTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Reads the system prompt's parts from the jar.
final class PromptFiles {
    private PromptFiles() {}

    static SystemPromptTemplate read() {
        String text = read("intern.md");
        String attended = read("attended.txt");
        String unattended = read("unattended.txt");
        String version = Integer.toHexString((text + attended + unattended).hashCode());
        return new SystemPromptTemplate(version, text, attended, unattended);
    }

    private static String read(String name) {
        try (InputStream file = PromptFiles.class.getResourceAsStream("/prompts/" + name)) {
            if (file == null) {
                throw new IllegalStateException("prompts/" + name + " is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("prompts/" + name + " cannot be read", e);
        }
    }
}
