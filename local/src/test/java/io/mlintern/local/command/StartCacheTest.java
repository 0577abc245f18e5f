package io.mlintern.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
    private static final String NAME = "server.aot";
    private static final Instant BUILT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir private Path distribution;
    private StartCache caches;

    @BeforeEach
    void packaged() throws IOException {
        Files.createDirectory(distribution.resolve("lib"));
        jar("cli.jar", BUILT.minus(Duration.ofDays(9)));
        jar("protocol.jar", BUILT);
        caches = new StartCache(distribution);
    }

    @Test
    void oneThatWasTrainedAfterTheBuildIsUsed() throws IOException {
        train(BUILT.plusSeconds(1));

        assertThat(caches.of(NAME)).contains(distribution.resolve(NAME));
    }

    @Test
    void oneOfAnEarlierBuildIsNot() throws IOException {
        train(BUILT.plusSeconds(1));
        jar("protocol.jar", BUILT.plusSeconds(60));

        assertThat(caches.of(NAME)).isEmpty();
    }

    @Test
    void oneWhoseTrainingBeganBeforeTheBuildAndEndedAfterItIsNot() throws IOException {
        train(BUILT.minusSeconds(1));

        assertThat(caches.of(NAME)).isEmpty();
    }

    @Test
    void noneIsNone() {
        assertThat(caches.of(NAME)).isEmpty();
    }

    private void train(Instant begun) throws IOException {
        Files.writeString(caches.draft(NAME), "classes");
        caches.place(NAME, begun);
    }

    private void jar(String name, Instant built) throws IOException {
        Path jar = Files.writeString(distribution.resolve("lib").resolve(name), "jar");
        Files.setLastModifiedTime(jar, FileTime.from(built));
    }
}
