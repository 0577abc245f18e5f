package io.mlintern.orchestrator.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands for the other services: remembers what it is asked, and answers as the request's header says.
final class OtherServices {
    static final List<Asked> ASKED = new CopyOnWriteArrayList<>();

    private OtherServices() {}

    /// One request as it arrived.
    record Asked(
            String method, String path, String authorization, String onBehalfOf, String body) {}

    static URI start() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var server = HttpServer.create(address, 0);
            server.createContext("/", OtherServices::answer);
            server.start();
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            ASKED.add(
                    new Asked(
                            exchange.getRequestMethod(),
                            path,
                            headers.getFirst("Authorization"),
                            headers.getFirst("mlintern-on-behalf-of"),
                            body));
            if (exchange.getRequestMethod().equals("PUT")) {
                exchange.sendResponseHeaders(body.contains("refuse-me") ? 500 : 204, -1);
                return;
            }
            byte[] answer = ("{\"path\":\"" + path + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
