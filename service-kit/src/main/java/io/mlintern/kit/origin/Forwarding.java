package io.mlintern.kit.origin;

import io.helidon.http.Header;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What of a request and of an answer goes on, and what belongs to one connection only.
final class Forwarding {
    private static final Set<String> OF_ONE_CONNECTION =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "expect",
                    "http2-settings",
                    "host",
                    "content-length");

    private Forwarding() {}

    static HttpRequest request(ServerRequest request, URI upstream, Optional<BodyPump> body) {
        var builder = HttpRequest.newBuilder(target(request, upstream));
        for (Header header : request.headers()) {
            if (goesOn(header.name())) {
                header.allValues().forEach(value -> builder.header(header.name(), value));
            }
        }
        builder.setHeader("X-Forwarded-Host", request.authority());
        builder.setHeader("X-Forwarded-Proto", request.isSecure() ? "https" : "http");
        return builder.method(request.prologue().method().text(), body(request, body)).build();
    }

    static void headers(HttpResponse<?> answer, ServerRequest request, ServerResponse response) {
        response.status(answer.statusCode());
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (goesOn(name)) {
                                response.header(name, values.toArray(String[]::new));
                            }
                        });
        answer.headers()
                .firstValueAsLong("Content-Length")
                .ifPresent(length -> response.headers().contentLength(length));
        location(answer, request).ifPresent(location -> response.header("Location", location));
    }

    /// The service made it out of its own address; the client knows only the origin's.
    private static Optional<String> location(HttpResponse<?> answer, ServerRequest request) {
        String own = answer.request().uri().resolve("/").toString();
        String scheme = request.isSecure() ? "https" : "http";
        return answer.headers()
                .firstValue("Location")
                .filter(location -> location.startsWith(own))
                .map(
                        location ->
                                scheme
                                        + "://"
                                        + request.authority()
                                        + "/"
                                        + location.substring(own.length()));
    }

    private static URI target(ServerRequest request, URI upstream) {
        String path = request.prologue().uriPath().rawPath();
        String query = request.prologue().query().rawValue();
        return upstream.resolve(query.isEmpty() ? path : path + "?" + query);
    }

    private static BodyPublisher body(ServerRequest request, Optional<BodyPump> body) {
        var length = request.headers().contentLength();
        return body.map(
                        pump ->
                                length.isPresent() && length.getAsLong() > 0
                                        ? BodyPublishers.fromPublisher(pump, length.getAsLong())
                                        : BodyPublishers.fromPublisher(pump))
                .orElseGet(BodyPublishers::noBody);
    }

    private static boolean goesOn(String name) {
        return !OF_ONE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
    }
}
