package io.mlintern.tools.files;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// A window of a file's lines, numbered as editors number them: a line ends with LF or CRLF. Files
/// of any size; memory for the window only.
final class Lines {
    static final int LINE_CHARACTERS = 4_000;
    static final int ALL_CHARACTERS = 200_000;

    private static final long COUNTED_BYTES = 256L * 1024 * 1024;

    private final long first;
    private final long count;
    private final StringBuilder shown = new StringBuilder();
    private long number;
    private long lastShown;
    private boolean full;

    private Lines(long first, long count) {
        this.first = first;
        this.count = count;
    }

    /// @param first number of the first line, from 1
    /// @return the numbered lines and, where some are left out, a last line that says so
    static String window(Path file, long first, long count) throws IOException {
        var lines = new Lines(first, count);
        boolean toTheEnd = Files.size(file) <= COUNTED_BYTES;
        boolean ended;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ended = lines.readAll(in, toTheEnd);
        }
        return lines.text(ended);
    }

    /// @return whether the end was reached
    private boolean readAll(InputStream in, boolean toTheEnd) throws IOException {
        var line = new ByteArrayOutputStream();
        boolean open = false;
        for (int b = in.read(); b >= 0; b = in.read()) {
            open = b != '\n';
            if (open) {
                // Three bytes a character at most, and a reserve to see that it is too long.
                if (wanted() && line.size() < LINE_CHARACTERS * 4) line.write(b);
                continue;
            }
            end(line);
            if (isDone() && !toTheEnd) return false;
        }
        if (open) end(line);
        return true;
    }

    private boolean wanted() {
        return number + 1 >= first && !isDone();
    }

    private boolean isDone() {
        return full || number >= first - 1 + count;
    }

    private void end(ByteArrayOutputStream bytes) {
        boolean wanted = wanted();
        number++;
        if (!wanted) return;
        String line = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        if (line.endsWith("\r")) line = line.substring(0, line.length() - 1);
        if (number == 1 && line.startsWith("\uFEFF")) line = line.substring(1);
        if (line.length() > LINE_CHARACTERS) line = line.substring(0, LINE_CHARACTERS) + "...";
        if (shown.length() + line.length() > ALL_CHARACTERS) {
            full = true;
            return;
        }
        shown.append(String.format(Locale.ROOT, "%6d\t%s\n", number, line));
        lastShown = number;
    }

    private String text(boolean ended) {
        String of =
                ended
                        ? String.format(Locale.ROOT, "The file has %,d lines", number)
                        : "The file goes on";
        if (number == 0) return "(the file is empty)";
        if (lastShown == 0) return "(nothing to show from line " + first + " on. " + of + ".)";
        if (ended && lastShown == number) return shown.toString();
        return shown + "(" + of + "; go on with offset=" + (lastShown + 1) + ")";
    }
}
