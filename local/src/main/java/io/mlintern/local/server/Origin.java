package io.mlintern.local.server;

import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mlintern.kit.origin.OriginProxy;
import io.mlintern.local.folder.Ports;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The one origin of the process form: passes each request to the service whose path it has, and answers for the health of all.
///
/// A service's metrics and internal paths are on its own port only.
final class Origin implements AutoCloseable {
    private static final Set<String> CHECKS = Set.of("live", "ready", "started");

    private final WebServer server;
    private final OriginProxy proxy;

    private Origin(WebServer server, OriginProxy proxy) {
        this.server = server;
        this.proxy = proxy;
    }

    static Origin start(URI url, Ports ports) {
        OriginProxy proxy = new OriginProxy(upstreams(ports));
        List<URI> services =
                Arrays.stream(Service.values()).map(service -> address(service, ports)).toList();
        WebServer server =
                WebServer.builder()
                        .host(url.getHost())
                        .port(url.getPort())
                        .connectionOptions(options -> options.tcpNoDelay(true))
                        .featuresDiscoverServices(false)
                        .shutdownGracePeriod(Duration.ofMillis(500))
                        .routing(
                                routing ->
                                        routing.get(
                                                        "/health/{check}",
                                                        (in, out) -> health(services, in, out))
                                                .any(proxy))
                        .build()
                        .start();
        return new Origin(server, proxy);
    }

    private static Map<String, URI> upstreams(Ports ports) {
        Map<String, URI> upstreams = new LinkedHashMap<>();
        upstreams.put("/api", address(Service.ORCHESTRATOR, ports));
        upstreams.put("/openapi", address(Service.ORCHESTRATOR, ports));
        upstreams.put("/api/approvals", address(Service.APPROVAL_SERVICE, ports));
        upstreams.put("/api/policies", address(Service.APPROVAL_SERVICE, ports));
        upstreams.put("/.well-known/jwks.json", address(Service.APPROVAL_SERVICE, ports));
        upstreams.put("/v1", address(Service.LLM_GATEWAY, ports));
        return upstreams;
    }

    private static URI address(Service service, Ports ports) {
        return URI.create("http://127.0.0.1:" + ports.earlier(service.folderName()));
    }

    private static void health(List<URI> services, ServerRequest in, ServerResponse out) {
        String check = in.path().pathParameters().get("check");
        if (!CHECKS.contains(check)) {
            out.status(Status.NOT_FOUND_404).send();
            return;
        }
        boolean up =
                services.stream()
                        .allMatch(
                                service -> Readiness.answers(service.resolve("/health/" + check)));
        out.status(up ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                .header("Content-Type", "application/json")
                .send("{\"status\":\"%s\"}".formatted(up ? "UP" : "DOWN"));
    }

    @Override
    public void close() {
        server.stop();
        proxy.close();
    }
}
