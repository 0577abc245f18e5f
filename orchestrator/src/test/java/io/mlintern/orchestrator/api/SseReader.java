package io.mlintern.orchestrator.api;

import io.mlintern.protocol.Actor;
import io.mlintern.protocol.SessionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads a stream of events as a client does, and leaves when it has what it wants.
final class SseReader {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private SseReader() {}

    /// One frame, with its exact text.
    record Event(String id, String type, String data, String text) {}

    /// Reads until an event fits `last`, that one included.
    static List<Event> until(
            Actor caller, SessionId session, Optional<String> after, Predicate<Event> last) {
        var path = "/api/sessions/" + session + "/events";
        var request = OrchestratorServer.request(caller, path).GET();
        after.ifPresent(id -> request.header("Last-Event-ID", id));
        return read(request.build(), last);
    }

    static List<Event> read(HttpRequest request, Predicate<Event> last) {
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("status " + response.statusCode());
            }
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                return events(lines, last);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Event> events(BufferedReader lines, Predicate<Event> last)
            throws IOException {
        var events = new ArrayList<Event>();
        var frame = new ArrayList<String>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (frame.size() > 1) {
                    var event = event(frame);
                    events.add(event);
                    if (last.test(event)) {
                        return events;
                    }
                }
                frame.clear();
            } else {
                frame.add(line);
            }
        }
        return events;
    }

    private static Event event(List<String> frame) {
        return new Event(
                frame.get(0).substring("id: ".length()),
                frame.get(1).substring("event: ".length()),
                frame.get(2).substring("data: ".length()),
                String.join("\n", frame) + "\n\n");
    }
}
