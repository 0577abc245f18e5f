package io.mlintern.gateway;

import io.mlintern.gateway.routing.Provider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// What can be set of the gateway, below `mlintern.llm-gateway.`.
///
/// @param upstreamTimeout `upstream-timeout`: after how long without a byte from the provider a call is given up
/// @param keepAlive `keep-alive`: how often a silent stream is kept alive, which also bounds how late a caller's leaving
///     is seen
/// @param patience `patience`: how long a streaming caller waits for the status of an answer that has not begun
/// @param modelsTimeout `models-timeout`: how long a provider may take to list its models
/// @param maxRequestBytes `max-request-bytes`: the largest request that is read
/// @param pricesFile `prices-file`: an operator's own list of prices, which goes before what providers ask
/// @param installation `<provider>.base-url`, `<provider>.api-key`: addresses and keys for everybody, by the names of
///     their environment variables
/// @param local `mlintern.local`: whether this is a person's own server
public record GatewayConfig(
        Duration upstreamTimeout,
        Duration keepAlive,
        Duration patience,
        Duration modelsTimeout,
        int maxRequestBytes,
        Optional<Path> pricesFile,
        Map<String, String> installation,
        boolean local) {

    public static final String PREFIX = "mlintern.llm-gateway.";

    public GatewayConfig {
        positive(upstreamTimeout, "upstream-timeout");
        positive(keepAlive, "keep-alive");
        positive(patience, "patience");
        positive(modelsTimeout, "models-timeout");
        if (maxRequestBytes <= 0)
            throw new IllegalArgumentException(PREFIX + "max-request-bytes must be positive");
        installation = Map.copyOf(installation);
    }

    public static GatewayConfig of(Config config) {
        return new GatewayConfig(
                duration(config, "upstream-timeout", "PT600S"),
                duration(config, "keep-alive", "PT1S"),
                duration(config, "patience", "PT2S"),
                duration(config, "models-timeout", "PT2S"),
                config.getOptionalValue(PREFIX + "max-request-bytes", Integer.class)
                        .orElse(8 << 20),
                text(config, "prices-file").map(Path::of),
                installation(config),
                config.getOptionalValue("mlintern.local", Boolean.class).orElse(false));
    }

    private static Map<String, String> installation(Config config) {
        Map<String, String> values = new HashMap<>();
        for (Provider provider : Provider.values()) {
            String folder = provider.configName() + ".";
            text(config, folder + "base-url")
                    .ifPresent(url -> values.put(provider.baseUrlNames().getFirst(), url));
            text(config, folder + "api-key")
                    .ifPresent(key -> values.put(provider.keyNames().getFirst(), key));
        }
        return values;
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(PREFIX + name, String.class);
    }

    private static Duration duration(Config config, String name, String otherwise) {
        return config.getOptionalValue(PREFIX + name, Duration.class)
                .orElseGet(() -> Duration.parse(otherwise));
    }

    private static void positive(Duration duration, String name) {
        if (!duration.isPositive())
            throw new IllegalArgumentException(PREFIX + name + " must be longer than nothing");
    }

    /// Without the keys.
    @Override
    public String toString() {
        return "GatewayConfig[upstreamTimeout=" + upstreamTimeout + ", local=" + local + "]";
    }
}
