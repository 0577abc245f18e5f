package io.mlintern.kit.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mlintern.kit.origin.OriginProxy.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OriginProxyIT {
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer upstream;
    private Origin origin;

    @BeforeEach
    void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/api/echo", OriginProxyIT::echo);
        upstream.createContext("/api/created", this::created);
        upstream.createContext("/api/stream", this::stream);
        upstream.createContext("/api/endless", this::endless);
        upstream.createContext("/api/lines", this::lines);
        upstream.createContext("/api/cut", OriginProxyIT::cut);
        upstream.start();
        var base = URI.create("http://127.0.0.1:" + upstream.getAddress().getPort());
        var nobody = URI.create("http://127.0.0.1:1");
        origin = OriginProxy.serve("127.0.0.1", 0, Map.of("/api", base, "/v1", nobody));
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        client.shutdownNow();
        origin.close();
        upstream.stop(0);
    }

    @Test
    void aRequestIsPassedOnAsItIs() throws Exception {
        var answer =
                client.send(
                        request("/api/echo/a%20b?q=%2F&r=1")
                                .header("Authorization", "Bearer t")
                                .POST(HttpRequest.BodyPublishers.ofString("body ä"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("POST /api/echo/a%20b?q=%2F&r=1 Bearer t body ä");
        assertThat(answer.headers().firstValue("x-own")).contains("yes");
    }

    @Test
    void aLocationOfTheServiceBecomesOneOfTheOrigin() throws Exception {
        var answer = client.send(request("/api/created").build(), BodyHandlers.discarding());

        assertThat(answer.headers().firstValue("location"))
                .contains(uri("/api/things/1").toString());
    }

    @Test
    void anEventIsThereBeforeTheNextOneIsMade() throws Exception {
        var answer = client.send(request("/api/stream").build(), BodyHandlers.ofInputStream());
        try (var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: 1");
            goOn.countDown();
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("data: 2");
        }
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    }

    @Test
    void aBodyFlowsThroughWhileItIsSent() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), origin.port())) {
            var out = socket.getOutputStream();
            write(out, "POST /api/lines HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            write(out, "4\r\none\n\r\n");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
            write(out, "4\r\ntwo\n\r\n0\r\n\r\n");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("two");
        }
    }

    @Test
    void aClientThatLeavesEndsTheUpstreamRequest() throws Exception {
        var answer = client.send(request("/api/endless").build(), BodyHandlers.ofInputStream());
        assertThat(answer.body().read()).isEqualTo('x');

        answer.body().close();

        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anUpstreamThatIsAwayIsABadGateway() throws Exception {
        var answer = client.send(request("/v1/models").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"code\":\"bad_gateway\"", "\"instance\":\"/v1/models\"");
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForAWholeOne() {
        assertThatThrownBy(() -> client.send(request("/api/cut").build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatNobodyServesIsNotFound() throws Exception {
        var answer = client.send(request("/other").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("not_found");
    }

    @Test
    void aPathThatClimbsOutOfItsPrefixIsRefused() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), origin.port())) {
            write(socket.getOutputStream(), "GET /api/../secret HTTP/1.1\r\nHost: x\r\n\r\n");
            var answer =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(answer.readLine()).contains(" 400 ");
        }
    }

    @Test
    void smallEventsAreNotHeldBackByTheNetwork() throws Exception {
        await().untilAsserted(
                        () ->
                                assertThat(
                                                client.send(
                                                                request("/api/echo").build(),
                                                                BodyHandlers.ofString())
                                                        .statusCode())
                                        .isEqualTo(201));
        long before = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            HttpResponse<String> answer =
                    client.send(request("/api/echo").build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(201);
        }
        // delayed acknowledgements cost 40 ms each
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(50 * 35);
    }

    private static void echo(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String said =
                exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI()
                        + " "
                        + exchange.getRequestHeaders().getFirst("Authorization")
                        + " "
                        + body;
        exchange.getResponseHeaders().add("X-Own", "yes");
        byte[] answer = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(201, answer.length);
        try (var out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }

    private void created(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        "http://127.0.0.1:" + upstream.getAddress().getPort() + "/api/things/1");
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            write(out, "data: 1\n\n");
            goOn.await();
            write(out, "data: 2\n\n");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            while (true) {
                write(out, "x".repeat(1000));
            }
        } catch (IOException e) {
            gone.countDown();
            throw e;
        }
    }

    private void lines(HttpExchange exchange) throws IOException {
        var lines =
                new BufferedReader(
                        new InputStreamReader(exchange.getRequestBody(), StandardCharsets.UTF_8));
        lines.lines().forEach(heard::add);
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static void cut(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        write(exchange.getResponseBody(), "half");
        exchange.close();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + origin.port() + path);
    }
}
