package io.mlintern.cli.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads one connection's server-sent events.
///
/// A frame counts only when its closing blank line came: what a cut left unfinished is neither delivered nor remembered.
final class SseReader {
    private final BufferedReader lines;
    private final Runnable heard;

    /// @param heard told of every line, also of keep-alive comments
    SseReader(InputStream in, Runnable heard) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.heard = heard;
    }

    /// @param id the cursor after this frame; empty if the frame has none
    record Frame(Optional<String> id, String data) {}

    /// The next frame that has data; empty at the end of the stream.
    Optional<Frame> next() throws IOException {
        Optional<String> id = Optional.empty();
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heard.run();
            if (line.isEmpty()) {
                if (hasData) {
                    return Optional.of(new Frame(id, data.toString()));
                }
                id = Optional.empty();
            } else if (field(line, "id")) {
                id = Optional.of(value(line, "id"));
            } else if (field(line, "data")) {
                data.append(hasData ? "\n" : "").append(value(line, "data"));
                hasData = true;
            }
        }
        return Optional.empty();
    }

    private static boolean field(String line, String name) {
        return line.equals(name) || line.startsWith(name + ":");
    }

    private static String value(String line, String name) {
        if (line.length() <= name.length()) {
            return "";
        }
        String value = line.substring(name.length() + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
