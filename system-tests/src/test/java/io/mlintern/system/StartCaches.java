package io.mlintern.system;

import io.mlintern.local.command.StartCache;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The ahead-of-time caches beside the distribution, as the launcher makes them for people: a JVM starts in half the time with its
/// own.
final class StartCaches {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<String> PROGRAMS = List.of("cli", "server");
    private static final List<String> SERVICES =
            List.of("orchestrator", "llm-gateway", "tool-service", "approval-service");

    private StartCaches() {}

    static Path distribution() {
        return Folders.checkout().resolve("local/target/dist");
    }

    /// The cache of this name, where there is one that is newer than all jars.
    static Optional<Path> of(String name) {
        return new StartCache(distribution()).of(name + ".aot");
    }

    /// Makes those that are missing or older than a jar.
    static synchronized void provide() {
        if (!areFresh(PROGRAMS)) train(List.of());
        if (!areFresh(SERVICES)) train(List.of("services"));
    }

    private static boolean areFresh(List<String> names) {
        return names.stream().allMatch(name -> of(name).isPresent());
    }

    private static void train(List<String> what) {
        Path scratch = Folders.fresh("training");
        List<String> arguments =
                Stream.concat(Stream.of(scratch.toString()), what.stream()).toList();
        var result =
                Program.ofLocal("io.mlintern.local.TrainingMain", scratch).run(PATIENCE, arguments);
        if (result.exit() != 0) throw new IllegalStateException("no start caches: " + result);
        Folders.delete(scratch);
    }
}
