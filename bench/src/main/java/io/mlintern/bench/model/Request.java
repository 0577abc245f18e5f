package io.mlintern.bench.model;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// An HTTP/1.1 request with a length, as the gateway sends them.
///
/// @param body one character a byte
record Request(String path, String body) {
    private static final String LENGTH = "content-length:";

    /// Empty when the connection was closed before a first byte.
    static Optional<Request> read(InputStream in) throws IOException {
        Optional<String> first = line(in);
        if (first.isEmpty()) return Optional.empty();
        int length = 0;
        for (String line = header(in); !line.isEmpty(); line = header(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
            if (header.startsWith("transfer-encoding:")) throw new IOException("a chunked request");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) throw new EOFException();
        String path = first.get().split(" ", -1)[1];
        return Optional.of(new Request(path, new String(body, StandardCharsets.ISO_8859_1)));
    }

    private static String header(InputStream in) throws IOException {
        return line(in).orElseThrow(EOFException::new);
    }

    private static Optional<String> line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) return Optional.empty();
            if (next != '\r') line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
    }
}
