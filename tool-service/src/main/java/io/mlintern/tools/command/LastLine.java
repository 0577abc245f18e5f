package io.mlintern.tools.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Reports the last line that a running command printed, when it is a new one, each few seconds.
final class LastLine implements Runnable {
    private static final Duration EACH = Duration.ofSeconds(3);
    private static final int BYTES = 4_000;
    private static final int CHARACTERS = 300;

    private final Path folder;
    private final Consumer<String> progress;
    private final LongSupplier nanos;
    private long due;
    private String last = "";

    LastLine(Path folder, Consumer<String> progress, LongSupplier nanos) {
        this.folder = folder;
        this.progress = progress;
        this.nanos = nanos;
        due = nanos.getAsLong() + EACH.toNanos();
    }

    @Override
    public void run() {
        if (nanos.getAsLong() < due) return;
        due = nanos.getAsLong() + EACH.toNanos();
        newest().map(LastLine::lastOf).filter(line -> !line.isBlank()).ifPresent(this::report);
    }

    private void report(String line) {
        if (line.equals(last)) return;
        last = line;
        progress.accept(line);
    }

    private Optional<Path> newest() {
        return Stream.of("stdout", "stderr", "stdout.new", "stderr.new")
                .map(folder::resolve)
                .filter(file -> Files.exists(file) && file.toFile().length() > 0)
                .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    }

    private static String lastOf(Path file) {
        try (var channel = FileChannel.open(file)) {
            var end = ByteBuffer.allocate(BYTES);
            channel.read(end, Math.max(0, channel.size() - BYTES));
            String text = shown(new String(end.array(), 0, end.position(), StandardCharsets.UTF_8));
            String line = text.lines().filter(l -> !l.isBlank()).reduce("", (_, next) -> next);
            return line.length() > CHARACTERS ? line.substring(0, CHARACTERS) + "…" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(String text) {
        var terminal = new TerminalText();
        var shown = new StringBuilder();
        text.chars().filter(c -> terminal.shows((char) c)).forEach(c -> shown.append((char) c));
        return shown.toString();
    }
}
