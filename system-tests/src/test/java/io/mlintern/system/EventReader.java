package io.mlintern.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// A reader of a session's events down to the socket: HTTP/1.1 and `text/event-stream` by hand, so that it sees each byte and can
/// leave between any two.
final class EventReader implements AutoCloseable {
    static final int WITHOUT_END = Integer.MAX_VALUE;

    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final int USUAL_BUFFER = 256 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final boolean chunked;
    private int bytesLeft;
    private int inChunk;

    /// One event.
    ///
    /// @param bytes as they were sent, one character a byte
    record Frame(String id, String data, String bytes) {}

    private EventReader(Socket socket, InputStream in, boolean chunked, int bytesLeft) {
        this.socket = socket;
        this.in = in;
        this.chunked = chunked;
        this.bytesLeft = bytesLeft;
    }

    /// @param bytes of the body after which the reader leaves, wherever that is
    static EventReader open(Api api, String session, Optional<String> after, int bytes) {
        return open(api, session, after, bytes, USUAL_BUFFER);
    }

    /// @param buffer bytes that the machine takes for it while it reads nothing: what is beyond stays with the server
    static EventReader open(
            Api api, String session, Optional<String> after, int bytes, int buffer) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(buffer);
            socket.connect(new InetSocketAddress(api.origin().getHost(), api.origin().getPort()));
            socket.setSoTimeout((int) SILENCE.toMillis());
            String request =
                    "GET /api/sessions/%s/events HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: text/event-stream\r\n%s\r\n"
                            .formatted(
                                    session,
                                    api.origin().getAuthority(),
                                    api.token(),
                                    after.map(id -> "Last-Event-ID: " + id + "\r\n").orElse(""));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String status = line(in);
            if (!status.startsWith("HTTP/1.1 200")) throw new AssertionError(status);
            boolean chunked = false;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String header = line.toLowerCase(Locale.ROOT);
                chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
            }
            return new EventReader(socket, in, chunked, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next event; nothing when the stream, or the bytes that this reader takes, came to an end before it was whole.
    ///
    /// @throws UncheckedIOException when the connection broke off
    Optional<Frame> next() {
        try {
            for (Optional<String> block = block(); block.isPresent(); block = block()) {
                Optional<String> data = field(block.get(), "data: ");
                if (data.isPresent()) {
                    String id = field(block.get(), "id: ").orElse("");
                    byte[] utf8 = data.get().getBytes(StandardCharsets.ISO_8859_1);
                    String text = new String(utf8, StandardCharsets.UTF_8);
                    return Optional.of(new Frame(id, text, block.get()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> field(String block, String name) {
        return block.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst();
    }

    /// All up to an empty line.
    private Optional<String> block() throws IOException {
        var block = new ByteArrayOutputStream();
        int before = -1;
        while (true) {
            int next = bytesLeft-- <= 0 ? -1 : read();
            if (next < 0) return Optional.empty();
            block.write(next);
            if (next == '\n' && before == '\n') {
                return Optional.of(block.toString(StandardCharsets.ISO_8859_1));
            }
            before = next;
        }
    }

    private int read() throws IOException {
        if (!chunked) return in.read();
        if (inChunk == 0) {
            String size = line(in);
            inChunk = Integer.parseInt(size.strip(), 16);
            if (inChunk == 0) return -1;
        }
        int next = in.read();
        if (--inChunk == 0) line(in);
        return next;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new EOFException();
            if (next != '\r') line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
