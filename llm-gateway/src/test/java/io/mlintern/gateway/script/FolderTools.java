package io.mlintern.gateway.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Really carries out tool calls in a folder and answers as an agent's tools do.
class FolderTools {
    private final Path folder;
    private String searchPath = System.getenv("PATH");
    private boolean readOnly;

    FolderTools(Path folder) {
        this.folder = folder;
    }

    /// Commands see only what is in this folder.
    void onlyCommandsOf(Path bin) {
        searchPath = bin.toString();
    }

    /// Writing fails as it does for somebody who may not.
    void readOnly() {
        readOnly = true;
    }

    String run(String tool, JsonNode arguments) {
        try {
            return switch (tool) {
                case "bash" -> bash(arguments.path("command").asText());
                case "read" -> read(path(arguments));
                case "write" -> write(path(arguments), arguments.path("content").asText());
                case "edit" -> edit(path(arguments), arguments);
                case "plan_tool" -> "Plan updated.";
                default -> "Unknown tool: " + tool;
            };
        } catch (IOException e) {
            return "Error: " + e;
        }
    }

    private static Path path(JsonNode arguments) {
        return Path.of(arguments.path("path").asText());
    }

    private String bash(String command) throws IOException {
        var builder = new ProcessBuilder(List.of("/bin/sh", "-c", command));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", searchPath);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.isBlank() ? "(no output)" : output;
    }

    private static String read(Path path) throws IOException {
        if (!Files.exists(path)) return "File not found: " + path;
        var text = new StringBuilder();
        List<String> lines = Files.readAllLines(path);
        for (int i = 0; i < lines.size(); i++)
            text.append("%6d\t%s%n".formatted(i + 1, lines.get(i)));
        return text.toString();
    }

    private String write(Path path, String content) throws IOException {
        if (readOnly) return "Error writing " + path + ": Permission denied";
        if (Files.exists(path)) return "You must read " + path + " before overwriting it.";
        Files.writeString(path, content);
        return "Wrote %d bytes to %s".formatted(content.length(), path);
    }

    private String edit(Path path, JsonNode arguments) throws IOException {
        if (readOnly) return "Error editing " + path + ": Permission denied";
        String before = arguments.path("old_str").asText();
        String text = Files.readString(path);
        if (!text.contains(before)) return "old_str was not found in " + path;
        Files.writeString(path, text.replace(before, arguments.path("new_str").asText()));
        return "Edited %s (1 replacement)".formatted(path);
    }
}
