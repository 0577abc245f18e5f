package io.mlintern.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A model provider of the test: speaks OpenAI's and Anthropic's shapes, and answers its n-th request with the n-th answer, later
/// ones with the last.
final class FakeModel implements AutoCloseable {
    private final HttpServer server;
    private final List<ModelAnswer> answers;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /// @param key what came as the provider's key, in whichever header
    record Request(Instant at, String path, String key, JsonNode body) {}

    private FakeModel(List<ModelAnswer> answers) throws IOException {
        this.answers = List.copyOf(answers);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/models", FakeModel::models);
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, false));
        server.createContext("/v1/messages", exchange -> answer(exchange, true));
        server.start();
    }

    static FakeModel playing(ModelAnswer... answers) {
        try {
            return new FakeModel(List.of(answers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private static void models(HttpExchange exchange) throws IOException {
        send(
                exchange,
                200,
                "application/json",
                """
                {"object":"list","data":[{"id":"x","object":"model","max_model_len":32768}]}""");
    }

    private void answer(HttpExchange exchange, boolean anthropic) throws IOException {
        JsonNode body = Api.JSON.readTree(exchange.getRequestBody());
        ModelAnswer answer = next(exchange, body);
        ModelWire wire = new ModelWire(anthropic, body.path("stream").asBoolean());
        switch (answer) {
            case ModelAnswer.Text text -> send(exchange, 200, wire.type(), wire.text(text));
            case ModelAnswer.Calls calls -> send(exchange, 200, wire.type(), wire.calls(calls));
            case ModelAnswer.Status status -> {
                status.headers().forEach(exchange.getResponseHeaders()::set);
                send(exchange, status.code(), "application/json", status.body());
            }
            case ModelAnswer.Cut cut -> cut(exchange, wire, cut);
            case ModelAnswer.Garbage(String bytes) -> send(exchange, 200, wire.type(), bytes);
        }
    }

    private synchronized ModelAnswer next(HttpExchange exchange, JsonNode body) {
        var headers = exchange.getRequestHeaders();
        String key = headers.getFirst("x-api-key");
        if (key == null) key = "" + headers.getFirst("Authorization");
        requests.add(new Request(Instant.now(), exchange.getRequestURI().toString(), key, body));
        return answers.get(Math.min(requests.size(), answers.size()) - 1);
    }

    /// Promises more than it sends, and hangs up.
    private static void cut(HttpExchange exchange, ModelWire wire, ModelAnswer.Cut cut)
            throws IOException {
        String whole = wire.text(new ModelAnswer.Text(cut.text()));
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", wire.type());
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
