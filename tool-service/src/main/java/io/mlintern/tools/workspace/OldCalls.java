package io.mlintern.tools.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes the folders of calls in which nothing has been written for longer than any record lives
/// that could ask for them. Looks into a workspace at most once an hour, when it is used.
public final class OldCalls {
    private static final Logger LOG = LoggerFactory.getLogger(OldCalls.class);
    private static final Duration KEEP = Duration.ofDays(8);
    private static final Duration LOOK_EACH = Duration.ofHours(1);
    private static final int WORKSPACES = 1_000;

    private final InstantSource clock;
    private final Map<Path, Instant> lookedAt = new ConcurrentHashMap<>();

    public OldCalls(InstantSource clock) {
        this.clock = clock;
    }

    /// What cannot be removed stays: it does no harm but take space.
    public void sweep(WorkspaceFolder workspace) {
        Instant now = clock.instant();
        Instant last = lookedAt.getOrDefault(workspace.root(), Instant.MIN);
        if (last.isAfter(now.minus(LOOK_EACH))) return;
        if (lookedAt.size() >= WORKSPACES) lookedAt.clear();
        lookedAt.put(workspace.root(), now);
        for (Path calls : workspace.state().callFolders()) {
            try {
                if (Files.isDirectory(calls)) sweep(calls, now.minus(KEEP));
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("old calls below {} stay: {}", calls, e.toString());
            }
        }
    }

    private static void sweep(Path calls, Instant before) throws IOException {
        try (var folders = Files.list(calls)) {
            for (Path folder : folders.toList()) {
                List<Path> files = below(folder);
                boolean old = files.stream().allMatch(file -> written(file).isBefore(before));
                if (old) for (Path file : files) Files.deleteIfExists(file);
            }
        }
    }

    /// Contents before their folders.
    private static List<Path> below(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static Instant written(Path file) {
        return Instant.ofEpochMilli(file.toFile().lastModified());
    }
}
