package io.mlintern.system.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the commands of a workspace have written about themselves: how often each call has begun, and has ended.
record Effects(Map<String, Long> begun, Map<String, Long> ended) {
    static Effects of(Path workspace) {
        Path file = workspace.resolve(WorkPlan.EFFECTS);
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return new Effects(counted(lines, "begun "), counted(lines, "ended "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Long> counted(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .collect(Collectors.groupingBy(call -> call, Collectors.counting()));
    }

    Set<String> running() {
        Set<String> running = new TreeSet<>(begun.keySet());
        running.removeAll(ended.keySet());
        return running;
    }

    /// All calls that have left something behind.
    Set<String> calls() {
        Set<String> calls = new TreeSet<>(begun.keySet());
        calls.addAll(ended.keySet());
        return calls;
    }
}
