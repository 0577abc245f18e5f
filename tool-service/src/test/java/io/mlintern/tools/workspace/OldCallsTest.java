package io.mlintern.tools.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldCallsTest {
    private static final Instant NOW = Instant.parse("2026-01-20T00:00:00Z");

    @TempDir Path workspace;

    @Test
    void onlyCallsGoInWhichNothingWasWrittenForALongTime() throws Exception {
        Path old = call("old", NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(9)));
        Path writing = call("writing", NOW.minus(Duration.ofDays(9)), NOW);
        Path fresh = call("fresh", NOW.minus(Duration.ofDays(7)), NOW.minus(Duration.ofDays(7)));

        new OldCalls(InstantSource.fixed(NOW)).sweep(new WorkspaceFolder(workspace));

        assertThat(old).doesNotExist();
        assertThat(writing.resolve("stdout")).exists();
        assertThat(fresh.resolve("exit")).exists();
    }

    private Path call(String name, Instant exit, Instant stdout) throws IOException {
        Path folder = Files.createDirectories(workspace.resolve(".ml-intern/calls/" + name));
        Path started = Files.createDirectory(folder.resolve("started"));
        Path code = Files.writeString(folder.resolve("exit"), "0 exited\n");
        Path output = Files.writeString(folder.resolve("stdout"), "x");
        Files.setLastModifiedTime(started, FileTime.from(exit));
        Files.setLastModifiedTime(code, FileTime.from(exit));
        Files.setLastModifiedTime(output, FileTime.from(stdout));
        Files.setLastModifiedTime(folder, FileTime.from(exit));
        return folder;
    }
}
