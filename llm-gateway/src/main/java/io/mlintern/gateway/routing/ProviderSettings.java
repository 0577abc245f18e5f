package io.mlintern.gateway.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keys and addresses in force for one caller, by the names of their environment variables.
///
/// A key is only ever paired with the address it belongs to: with an address that the caller gave goes the caller's own
/// key, never the installation's.
///
/// @param own what the caller stored
/// @param installation what the operator configured for everybody
/// @param local whether this is a person's own server: only then callers choose addresses, and only then the well-known
///     addresses of local model servers are tried without being configured
public record ProviderSettings(
        Map<String, String> own, Map<String, String> installation, boolean local) {

    public ProviderSettings {
        own = Map.copyOf(own);
        installation = Map.copyOf(installation);
    }

    /// Where a provider is reached, and with which key.
    public record Endpoint(String baseUrl, Optional<String> key) {}

    /// Empty when the provider has no address here.
    public Optional<Endpoint> endpoint(Provider provider) {
        Optional<String> ownKey = first(own, provider.keyNames());
        Optional<String> ownBase =
                local ? first(own, provider.baseUrlNames()) : Optional.<String>empty();
        if (ownBase.isPresent()) return ownBase.map(base -> new Endpoint(base, ownKey));
        Optional<String> key = ownKey.or(() -> first(installation, provider.keyNames()));
        return first(installation, provider.baseUrlNames())
                .or(() -> wellKnown(provider))
                .map(base -> new Endpoint(base, key));
    }

    /// Every key in force here, for whichever provider. The name of a server in place of its key is what people write who
    /// need none, and no secret.
    public Set<String> secrets() {
        Set<String> secrets = new HashSet<>();
        for (Provider provider : Provider.values()) {
            for (String name : provider.keyNames()) {
                for (Map<String, String> values : List.of(own, installation)) {
                    String key = clean(values.getOrDefault(name, ""));
                    if (!provider.isNamed(key)) secrets.add(key);
                }
            }
        }
        return secrets;
    }

    private Optional<String> wellKnown(Provider provider) {
        return local || !provider.localServer()
                ? Optional.of(provider.defaultBaseUrl())
                : Optional.empty();
    }

    private static Optional<String> first(Map<String, String> values, List<String> names) {
        return names.stream()
                .map(name -> clean(values.getOrDefault(name, "")))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /// Values copied from a terminal or a file carry line ends: they would break a header.
    private static String clean(String value) {
        return value.replace("\r", "").replace("\n", "").strip();
    }
}
