package io.mlintern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.cli.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that speaks the contract's HTTP over plain sockets, so that a test can cut a connection at any byte.
public final class FakeServer implements AutoCloseable {
    public static final String SESSION = "abcdefghij0123456789";
    public static final String TOKEN = "secret-token";

    /// A request as it came.
    public record Request(String method, String path, Map<String, String> headers, String body) {
        public JsonNode json() {
            try {
                return Json.parse(body);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        public boolean is(String method, String pathStart) {
            return this.method.equals(method) && path.startsWith(pathStart);
        }
    }

    private final ServerSocket listener;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> afterPrompt = new ArrayList<>();
    private final List<String> afterInterrupt = new ArrayList<>();
    private final Map<String, String> answersByKey = new LinkedHashMap<>();
    private final Deque<Integer> streamCuts = new ConcurrentLinkedDeque<>();
    private final Deque<String> refusals = new ConcurrentLinkedDeque<>();
    private int unansweredOperations;
    private boolean silentStreams;
    private boolean closed;

    public FakeServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /// The events that the next prompt causes, each the JSON of an envelope.
    public FakeServer answering(List<String> script) {
        afterPrompt.addAll(script);
        return this;
    }

    public FakeServer answeringAnInterrupt(List<String> script) {
        afterInterrupt.addAll(script);
        return this;
    }

    /// The next event streams end after so many bytes, one entry a connection.
    public FakeServer cuttingStreamsAfter(List<Integer> bytes) {
        streamCuts.addAll(bytes);
        return this;
    }

    /// The next operations are accepted, but the connection closes before the answer.
    public FakeServer leavingOperationsUnanswered(int count) {
        unansweredOperations = count;
        return this;
    }

    /// The first stream says nothing and stays open.
    public FakeServer withASilentStream() {
        silentStreams = true;
        return this;
    }

    /// The next request gets this status and body instead of an answer.
    public FakeServer refusing(int status, String body) {
        refusals.add(status + " " + body);
        return this;
    }

    /// The next request gets this JSON as its answer, whatever it asks.
    public FakeServer answeringNext(String body) {
        return refusing(200, body);
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public List<Request> requests(String method, String pathStart) {
        return requests.stream().filter(request -> request.is(method, pathStart)).toList();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = read(socket.getInputStream());
            requests.add(request);
            answer(request, socket.getOutputStream());
        } catch (IOException | InterruptedException e) {
            // The client went away, or the test is over.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] start = line(in).split(" ", -1);
        var headers = new LinkedHashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Request(start[0], start[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void answer(Request request, OutputStream out)
            throws IOException, InterruptedException {
        String refusal = refusals.poll();
        if (refusal != null) {
            int space = refusal.indexOf(' ');
            send(out, Integer.parseInt(refusal.substring(0, space)), refusal.substring(space + 1));
        } else if (request.is("PUT", "/api/credentials")) {
            send(out, 204, "");
        } else if (request.is("POST", "/api/sessions/")) {
            operation(request, out);
        } else if (request.is("POST", "/api/sessions")) {
            send(out, 201, "{\"session_id\":\"" + SESSION + "\",\"model\":\"m\"}");
        } else if (request.path().contains("/events")) {
            stream(request, out);
        } else if (request.is("GET", "/api/sessions/")) {
            send(out, 200, "{\"session_id\":\"" + SESSION + "\",\"model\":\"script/demo\"}");
        } else {
            send(out, 404, "{\"detail\":\"nothing here\"}");
        }
    }

    private synchronized void operation(Request request, OutputStream out) throws IOException {
        String key = request.headers().get("idempotency-key");
        String answer = answersByKey.get(key);
        if (answer == null) {
            answer =
                    "{\"operation_id\":\"op%d\",\"session_id\":\"%s\",\"events_after\":\"c%d\"}"
                            .formatted(answersByKey.size() + 1, SESSION, events.size());
            answersByKey.put(key, answer);
            boolean interrupt = request.json().path("op_type").asText().equals("interrupt");
            events.addAll(interrupt ? afterInterrupt : afterPrompt);
            notifyAll();
        }
        if (unansweredOperations > 0) {
            unansweredOperations--;
            return;
        }
        send(out, 202, answer);
    }

    private void stream(Request request, OutputStream out)
            throws IOException, InterruptedException {
        Integer cut = streamCuts.poll();
        int left = cut == null ? Integer.MAX_VALUE : cut;
        head(out, 200, "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n");
        if (silentStreams) {
            silentStreams = false;
            awaitEvents(Integer.MAX_VALUE);
        }
        int next = cursor(request);
        while (awaitEvents(next)) {
            String frame;
            synchronized (this) {
                frame =
                        ": keep-alive\n\nid: c%d\nevent: x\ndata: %s\n\n"
                                .formatted(next + 1, events.get(next));
            }
            byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(bytes.length, left);
            chunk(out, bytes, length);
            left -= length;
            if (left == 0) {
                return;
            }
            next++;
        }
    }

    private static int cursor(Request request) {
        String last = request.headers().get("last-event-id");
        String query = request.path().replaceFirst(".*after=", "");
        return Integer.parseInt((last == null ? query : last).substring(1));
    }

    private synchronized boolean awaitEvents(int next) throws InterruptedException {
        while (events.size() <= next && !closed) {
            wait();
        }
        return !closed;
    }

    private static void chunk(OutputStream out, byte[] bytes, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, 0, length);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void send(OutputStream out, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String length = status == 204 ? "" : "Content-Length: " + bytes.length + "\r\n";
        head(out, status, "Content-Type: application/json\r\n" + length);
        out.write(bytes);
        out.flush();
    }

    private static void head(OutputStream out, int status, String headers) throws IOException {
        out.write(
                ("HTTP/1.1 " + status + " X\r\nConnection: close\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        listener.close();
    }
}
