package io.mlintern.system.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mlintern.system.Api;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider on loopback that streams what [WorkPlan] says word by word, slowly enough to be killed in between, and looks at what
/// it is asked.
final class WorkModel implements AutoCloseable {
    private final HttpServer server;
    private final Duration pace;
    private final AtomicInteger answered = new AtomicInteger();
    private final Map<String, Integer> prompts = new ConcurrentHashMap<>();
    private final Set<String> complaints = new ConcurrentSkipListSet<>();

    private WorkModel(Duration pace) throws IOException {
        this.pace = pace;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/models", WorkModel::models);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    /// @param pace between two words
    static WorkModel streaming(Duration pace) {
        try {
            return new WorkModel(pace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// How many answers were sent to their end.
    int answered() {
        return answered.get();
    }

    /// How many prompts the requests for this one had, itself included.
    int promptsUpTo(String prompt) {
        return prompts.getOrDefault(prompt, 0);
    }

    /// What was wrong with requests.
    Set<String> complaints() {
        return new TreeSet<>(complaints);
    }

    private static void models(HttpExchange exchange) throws IOException {
        byte[] bytes =
                """
                {"object":"list","data":[{"id":"x","object":"model","max_model_len":1000000}]}"""
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode messages = Api.JSON.readTree(exchange.getRequestBody()).path("messages");
        complaints.addAll(WorkPlan.complaints(messages));
        List<String> asked = WorkPlan.prompts(messages);
        prompts.put(asked.getLast(), asked.size());
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            for (String event : events(WorkPlan.answer(messages))) {
                out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(pace);
            }
            answered.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> events(WorkPlan.Answer answer) {
        List<String> events = new ArrayList<>();
        for (String word : answer.text().split("(?<= )", -1)) {
            events.add(chunk(Map.of("role", "assistant", "content", word), Map.of()));
        }
        for (int index = 0; index < answer.calls().size(); index++) {
            var call = List.of(WorkPlan.chunk(answer.calls().get(index), index));
            events.add(chunk(Map.of("tool_calls", call), Map.of()));
        }
        String reason = answer.calls().isEmpty() ? "stop" : "tool_calls";
        events.add(chunk(Map.of(), Map.of("finish_reason", reason)));
        events.add(
                Api.json(
                        Map.of(
                                "id", "c-1",
                                "object", "chat.completion.chunk",
                                "model", "x",
                                "choices", List.of(),
                                "usage",
                                        Map.of(
                                                "prompt_tokens",
                                                11,
                                                "completion_tokens",
                                                7,
                                                "total_tokens",
                                                18))));
        events.add("[DONE]");
        return events;
    }

    private static String chunk(Map<String, ?> delta, Map<String, ?> end) {
        Map<String, Object> choice = new HashMap<>(end);
        choice.put("index", 0);
        choice.put("delta", delta);
        return Api.json(
                Map.of(
                        "id", "c-1",
                        "object", "chat.completion.chunk",
                        "model", "x",
                        "choices", List.of(choice)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
