package io.mlintern.gateway.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// A provider down to its socket: answers its one call with some bytes, then closes, or stays silent until the other
/// side leaves. Whoever asks for its models meanwhile gets nothing.
public final class SocketUpstream implements AutoCloseable {
    private final ServerSocket socket;
    private final String answer;
    private final boolean stays;
    private final CompletableFuture<Boolean> left = new CompletableFuture<>();

    private SocketUpstream(String answer, boolean stays) throws IOException {
        this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.answer = answer;
        this.stays = stays;
        Thread.ofVirtual().start(this::serve);
    }

    /// Sends these bytes and closes the connection.
    public static SocketUpstream closingAfter(String bytes) throws IOException {
        return new SocketUpstream(bytes, false);
    }

    /// Sends these bytes and nothing more.
    public static SocketUpstream silentAfter(String bytes) throws IOException {
        return new SocketUpstream(bytes, true);
    }

    public static String eventStream(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                + body;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// Done when the caller has closed its connection.
    public CompletableFuture<Boolean> left() {
        return left;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void serve() {
        try (Socket connection = call()) {
            InputStream in = connection.getInputStream();
            OutputStream out = connection.getOutputStream();
            out.write(answer.getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (stays) left.complete(in.read() < 0);
        } catch (IOException e) {
            left.complete(true);
        }
    }

    private Socket call() throws IOException {
        while (true) {
            Socket connection = socket.accept();
            if (isCall(connection.getInputStream())) return connection;
            connection.close();
        }
    }

    /// Reads the request to its end.
    private static boolean isCall(InputStream in) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 1);
        int length = 0;
        String first = reader.readLine();
        for (String line = first; line != null && !line.isEmpty(); line = reader.readLine())
            if (line.regionMatches(true, 0, "content-length:", 0, 15))
                length = Integer.parseInt(line.substring(15).strip());
        for (int i = 0; i < length && reader.read() >= 0; i++) {}
        return first != null && !first.startsWith("GET ");
    }
}
