package io.mlintern.kit.origin;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which upstream serves which paths: the longest prefix decides, by whole segments.
final class Routes {
    private final List<Route> routes;

    private record Route(String prefix, URI upstream) {
        boolean serves(String path) {
            return prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/");
        }
    }

    /// @param upstreams path prefixes such as `/api/approvals`, each with the base URL that serves it
    Routes(Map<String, URI> upstreams) {
        this.routes =
                upstreams.entrySet().stream()
                        .map(entry -> new Route(prefix(entry.getKey()), base(entry.getValue())))
                        .sorted(
                                Comparator.comparingInt((Route route) -> route.prefix.length())
                                        .reversed())
                        .toList();
    }

    Optional<URI> upstream(String rawPath) {
        return routes.stream()
                .filter(route -> route.serves(rawPath))
                .map(Route::upstream)
                .findFirst();
    }

    /// Whether a path means the same to everybody. One that is read in two ways could pass the prefix here and reach
    /// something else there.
    static boolean isPlain(String rawPath) {
        String path = rawPath.toLowerCase(Locale.ROOT);
        if (path.contains("%2f") || path.contains("%5c") || path.contains("\\")) {
            return false;
        }
        for (String segment : path.replace("%2e", ".").split("/", -1)) {
            String name = segment.replaceFirst(";.*", "");
            if (name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return !path.contains("//");
    }

    private static String prefix(String prefix) {
        if (!prefix.startsWith("/") || (prefix.endsWith("/") && prefix.length() > 1)) {
            throw new IllegalArgumentException("a prefix is a path such as /v1: " + prefix);
        }
        return prefix;
    }

    private static URI base(URI upstream) {
        String path = upstream.getRawPath();
        if (upstream.getHost() == null || (!path.isEmpty() && !path.equals("/"))) {
            throw new IllegalArgumentException("an upstream is scheme, host and port: " + upstream);
        }
        return upstream.resolve("/");
    }
}
