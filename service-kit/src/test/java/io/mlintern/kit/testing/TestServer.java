package io.mlintern.kit.testing;

import io.helidon.config.mp.MpConfigSources;
import io.helidon.microprofile.server.ServerCdiExtension;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/// Helidon's container as a service runs in it, on a free port of the loopback, with beans that a test names. One at a
/// time in a JVM.
public final class TestServer implements AutoCloseable {
    private final SeContainer container;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestServer(SeContainer container) {
        this.container = container;
    }

    /// @param settings stronger than the services' own
    /// @param beans applications, resources and others, beside those of the modules on the class path
    public static TestServer start(Map<String, String> settings, Class<?>... beans) {
        var all = new TreeMap<String, String>(settings);
        all.put("server.port", "0");
        all.put("server.host", "127.0.0.1");
        all.put("config_ordinal", "1000");
        all.put("mp.initializer.allow", "true");
        all.put("mp.initializer.no-warn", "true");
        var resolver = ConfigProviderResolver.instance();
        var loader = Thread.currentThread().getContextClassLoader();
        var config =
                resolver.getBuilder()
                        .addDefaultSources()
                        .addDiscoveredSources()
                        .addDiscoveredConverters()
                        .withSources(MpConfigSources.create(all))
                        .build();
        resolver.registerConfig(config, loader);
        return new TestServer(
                SeContainerInitializer.newInstance().addBeanClasses(beans).initialize());
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public int port() {
        return container.getBeanManager().getExtension(ServerCdiExtension.class).port();
    }

    public <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    public HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        container.close();
    }
}
