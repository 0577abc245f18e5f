package io.mlintern.orchestrator.model.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the data of server-sent events as they come in. Comments and other fields are passed over.
final class ServerSentEvents {
    private static final String DATA = "data:";
    private static final int MAX_EVENT = 8 * 1024 * 1024;

    private final BufferedReader lines;

    ServerSentEvents(InputStream stream) {
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /// The data of the next event; nothing once the stream has ended. What was not closed by a blank line does not count.
    ///
    /// @throws IOException when the stream breaks or an event is larger than any that is meant
    Optional<String> next() throws IOException {
        var data = new StringBuilder();
        while (true) {
            Optional<String> line = line();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            if (line.get().isEmpty() && !data.isEmpty()) {
                return Optional.of(data.toString());
            }
            if (line.get().startsWith(DATA)) {
                append(data, line.get());
            }
        }
    }

    private static void append(StringBuilder data, String line) throws IOException {
        if (!data.isEmpty()) {
            data.append('\n');
        }
        int from = line.startsWith(" ", DATA.length()) ? DATA.length() + 1 : DATA.length();
        data.append(line, from, line.length());
        if (data.length() > MAX_EVENT) {
            throw new IOException("an event is too large");
        }
    }

    /// Like `readLine`, but bounded.
    private Optional<String> line() throws IOException {
        var line = new StringBuilder();
        for (int c = lines.read(); c != -1; c = lines.read()) {
            if (c == '\n') {
                return Optional.of(withoutReturn(line));
            }
            line.append((char) c);
            if (line.length() > MAX_EVENT) {
                throw new IOException("a line is too large");
            }
        }
        return Optional.empty();
    }

    private static String withoutReturn(StringBuilder line) {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
                ? line.substring(0, end - 1)
                : line.toString();
    }
}
