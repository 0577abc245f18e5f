package io.mlintern.orchestrator.model.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An llm-gateway that does byte for byte what a test says, also what no proper server would do.
public final class FakeGateway implements AutoCloseable {
    /// What is done with one request. Returning closes the connection, as every head says: a client that kept it
    /// would send its next request into a connection that is just being closed.
    public interface Script {
        void answer(Exchange exchange) throws IOException, InterruptedException;
    }

    public record Request(String head, String body) {
        public boolean hasHeader(String line) {
            return head.toLowerCase(Locale.ROOT).contains(line.toLowerCase(Locale.ROOT) + "\r\n");
        }
    }

    private final ServerSocket server;
    private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public FakeGateway() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Scripts are used up one a request, in their order.
    public void then(Script... more) {
        scripts.addAll(List.of(more));
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (Socket socket = accepted) {
            socket.setTcpNoDelay(true);
            requests.add(read(socket.getInputStream()));
            scripts.take().answer(new Exchange(socket));
        } catch (IOException | InterruptedException e) {
            // The runner left, or the test is over.
            return;
        }
    }

    private static Request read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.read());
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return new Request(text, new String(body(in, text), StandardCharsets.UTF_8));
    }

    private static byte[] body(InputStream in, String head) throws IOException {
        var length =
                head.lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                        .map(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst();
        if (length.isPresent()) {
            return in.readNBytes(length.get());
        }
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            in.readNBytes(2);
        }
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    /// One request that is being answered.
    public static final class Exchange {
        private final Socket socket;
        private final OutputStream out;

        Exchange(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        public void streamHead() throws IOException {
            raw(
                    """
                    HTTP/1.1 200 OK
                    Content-Type: text/event-stream
                    Transfer-Encoding: chunked
                    Connection: close

                    """
                            .replace("\n", "\r\n"));
        }

        /// One event, flushed.
        public void event(String data) throws IOException {
            chunk("data: " + data + "\n\n");
        }

        public void text(String content) throws IOException {
            event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"}}]}");
        }

        /// The proper end of a streamed answer.
        public void done(String finishReason) throws IOException {
            event(
                    "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
                            + finishReason
                            + "\"}]}");
            event(
                    "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10,"
                            + "\"prompt_tokens_details\":{\"cached_tokens\":2},\"cost_usd\":0.000125}}");
            event("[DONE]");
            raw("0\r\n\r\n");
        }

        public void whole(int status, String body) throws IOException {
            raw(
                    "HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(status, body.getBytes(StandardCharsets.UTF_8).length, body));
        }

        public void failure(int status, String code, boolean retryable, String retryAfter)
                throws IOException {
            whole(
                    status,
                    """
                    {"error":{"message":"m","type":"t","param":null,"code":"%s","retryable":%s,"retry_after_s":%s}}"""
                            .formatted(code, retryable, retryAfter));
        }

        /// Returns when the runner has closed the connection.
        public void awaitLeft(CountDownLatch left) throws IOException {
            try {
                boolean _ = socket.getInputStream().read() == -1;
            } finally {
                left.countDown();
            }
        }

        private void chunk(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            raw(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
        }

        private void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    public static boolean happens(CountDownLatch latch) throws InterruptedException {
        return latch.await(20, TimeUnit.SECONDS);
    }
}
