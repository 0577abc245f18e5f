package io.mlintern.kit.origin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mlintern.kit.http.Problem;
import io.mlintern.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes requests on by their path, as they are: bodies and event streams flow through without being gathered, the
/// caller's token stays in place. What no route serves goes on to the server's own routing.
///
/// When the client leaves, the upstream request is aborted at the next write to it. An upstream that is away gives 502;
/// one that breaks off in the middle breaks the client's connection off too, so that nobody takes half an answer for a
/// whole one.
public final class OriginProxy implements Handler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OriginProxy.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int BUFFER = 16 * 1024;

    private final Routes routes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .executor(threads)
                    .build();

    /// For a server that has routes of its own: `routing.any(proxy)`, before its other routes.
    ///
    /// @param upstreams path prefixes such as `/api/approvals`, each with the base URL that serves it; the longest decides
    public OriginProxy(Map<String, URI> upstreams) {
        this.routes = new Routes(upstreams);
    }

    /// A server that does nothing else. Closing it closes its connections too.
    public static Origin serve(String host, int port, Map<String, URI> upstreams) {
        var proxy = new OriginProxy(upstreams);
        var server =
                WebServer.builder()
                        .host(host)
                        .port(port)
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                        .featuresDiscoverServices(false)
                        .shutdownGracePeriod(Duration.ofMillis(500))
                        .routing(routing -> routing.any(proxy, OriginProxy::nothingHere))
                        .build()
                        .start();
        return new Origin(server, proxy);
    }

    /// A running server.
    public record Origin(WebServer server, OriginProxy proxy) implements AutoCloseable {
        public int port() {
            return server.port();
        }

        @Override
        public void close() {
            server.stop();
            proxy.close();
        }
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        String path = request.prologue().uriPath().rawPath();
        if (!Routes.isPlain(path)) {
            refuse(request, response, Problem.of(400, "bad_request", "The path is ambiguous."));
            return;
        }
        routes.upstream(path)
                .ifPresentOrElse(upstream -> pass(request, response, upstream), response::next);
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    private void pass(ServerRequest request, ServerResponse response, URI upstream) {
        var body = body(request);
        HttpResponse<InputStream> answer;
        try {
            answer =
                    client.send(
                            Forwarding.request(request, upstream, body),
                            HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            LOG.info("{} does not answer: {}", upstream, e.toString());
            refuse(request, response, away());
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the origin closes", e);
        }
        Forwarding.headers(answer, request, response);
        if (!body.map(BodyPump::hasEnded).orElse(true)) {
            // answered before all was read: what is still to come must not be taken for the next
            // request
            response.header("Connection", "close");
        }
        copy(answer, response);
    }

    private Optional<BodyPump> body(ServerRequest request) {
        return request.content().hasEntity()
                ? Optional.of(new BodyPump(request.content().inputStream(), threads))
                : Optional.empty();
    }

    private static void copy(HttpResponse<InputStream> answer, ServerResponse response) {
        boolean bodiless =
                answer.statusCode() == 204
                        || answer.statusCode() == 304
                        || answer.request().method().equals("HEAD");
        // closing the upstream's body before its end aborts the request there
        try (var body = answer.body()) {
            if (bodiless) {
                response.send();
                return;
            }
            var out = response.outputStream();
            byte[] buffer = new byte[BUFFER];
            for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
                out.write(buffer, 0, got);
                out.flush();
            }
            out.close();
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("an answer broke off", e);
        }
    }

    private static Problem away() {
        return Problem.of(
                502, "bad_gateway", "The service behind this path does not answer; try again.");
    }

    private static void nothingHere(ServerRequest request, ServerResponse response) {
        refuse(request, response, Problem.of(404, "not_found", "There is nothing at this path."));
    }

    private static void refuse(ServerRequest request, ServerResponse response, Problem problem) {
        var placed = problem.at(request.prologue().uriPath().rawPath());
        try {
            response.status(placed.status())
                    .header("Content-Type", Problem.MEDIA_TYPE)
                    .send(Json.mapper().writeValueAsBytes(placed));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can always be written", e);
        }
    }
}
