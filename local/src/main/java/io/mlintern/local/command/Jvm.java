package io.mlintern.local.command;

import io.mlintern.local.server.Distribution;
import java.util.ArrayList;
import java.util.List;

/// The options of the JVMs that we start: quick to come up, and small.
final class Jvm {
    private static final List<String> COMMON =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    // In Turkish Kafka's broker finds no constant CLASSİC and does not start.
                    "-Duser.language=en",
                    "-Duser.country=US",
                    // A POST that the JDK sends again by itself could buy a model's answer twice.
                    "-Dsun.net.http.retryPost=false",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xlog:disable",
                    "-Xlog:all=error:stderr");

    private static final StartCache CACHES = new StartCache(Distribution.root());

    private Jvm() {}

    /// For the JVM of broker and, in the combined form, all services.
    static List<String> server() {
        return with("server.aot", "-Xms64m", "-Xmx384m");
    }

    /// For one service.
    static List<String> service(String name) {
        return with(name + ".aot", "-Xms32m", "-Xmx256m");
    }

    /// For a run whose loaded classes become the cache of this name; it is written as `NAME.new`.
    static List<String> training(String cache) {
        List<String> options = new ArrayList<>(COMMON);
        options.addAll(List.of("-Xmx384m", "-XX:AOTCacheOutput=" + CACHES.draft(cache)));
        return List.copyOf(options);
    }

    /// The ahead-of-time cache is used where there is one that fits.
    private static List<String> with(String cache, String... memory) {
        List<String> options = new ArrayList<>(COMMON);
        options.addAll(List.of(memory));
        CACHES.of(cache).ifPresent(file -> options.add("-XX:AOTCache=" + file));
        return List.copyOf(options);
    }
}
