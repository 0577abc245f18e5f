package io.mlintern.bench.model;

import io.mlintern.system.ModelAnswer;
import io.mlintern.system.ModelWire;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An OpenAI server on loopback that answers at once, each answer in one write, and remembers when it was asked.
///
/// A session is known by a text of its first prompt, see [#prompt]. Not the JDK's HTTP server, which makes two writes of an
/// answer: the second waits for the acknowledgement of the first.
public final class InstantModel implements AutoCloseable {
    private static final String MARK = "bench-session-";
    private static final Pattern MARKED = Pattern.compile(MARK + "([0-9]{1,9})");
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final Script script;
    private final Map<Integer, Conversation> conversations = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /// One session's requests, which come one after the other.
    private static final class Conversation {
        private final List<Exchange> exchanges = new ArrayList<>();
        private int asked;

        synchronized int next() {
            return ++asked;
        }

        synchronized void add(Exchange exchange) {
            exchanges.add(exchange);
        }

        synchronized List<Exchange> all() {
            return List.copyOf(exchanges);
        }
    }

    private InstantModel(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("instant-model").start(this::accept);
    }

    public static InstantModel start(Script script) {
        try {
            return new InstantModel(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /// The beginning of a first prompt by which the session is known here.
    public static String prompt(int session) {
        return MARK + session;
    }

    /// In their order.
    public List<Exchange> exchanges(int session) {
        var conversation = conversations.get(session);
        return conversation == null ? List.of() : conversation.all();
    }

    /// What was asked and not understood.
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) complaints.add(e.toString());
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            OutputStream out = socket.getOutputStream();
            for (var request = Request.read(in); request.isPresent(); request = Request.read(in)) {
                answer(request.get(), out);
            }
        } catch (IOException e) {
            // A server that is killed leaves its requests.
            if (!server.isClosed()) complaints.add(e.toString());
        }
    }

    private void answer(Request request, OutputStream out) throws IOException {
        long askedNanos = System.nanoTime();
        Instant askedAt = Instant.now();
        if (request.path().endsWith("/models")) {
            out.write(
                    response(
                            "application/json",
                            """
                            {"object":"list","data":[{"id":"x","object":"model","max_model_len":100000000}]}"""));
            return;
        }
        Matcher mark = MARKED.matcher(request.body());
        if (!mark.find()) throw new IOException("a request without a session: " + request.path());
        int session = Integer.parseInt(mark.group(1));
        var conversation = conversations.computeIfAbsent(session, _ -> new Conversation());
        int number = conversation.next();
        byte[] answer = wire(request, script.answer(session, number, askedNanos));
        long answeredNanos = System.nanoTime();
        conversation.add(new Exchange(number, askedNanos, askedAt, answeredNanos, Instant.now()));
        out.write(answer);
    }

    private static byte[] wire(Request request, ModelAnswer answer) {
        var wire = new ModelWire(false, request.body().contains("\"stream\":true"));
        return switch (answer) {
            case ModelAnswer.Text text -> response(wire.type(), wire.text(text));
            case ModelAnswer.Calls calls -> response(wire.type(), wire.calls(calls));
            case ModelAnswer.Status _, ModelAnswer.Cut _, ModelAnswer.Garbage _ ->
                    throw new IllegalArgumentException("not said here: " + answer);
        };
    }

    private static byte[] response(String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(type, bytes.length);
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
