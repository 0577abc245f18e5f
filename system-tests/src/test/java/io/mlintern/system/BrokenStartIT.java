package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The call that starts a server is killed before the server is ready.
class BrokenStartIT {
    private final Path home = Folders.fresh("broken-start");
    private final DataFolder folder = new DataFolder(home);

    @ParameterizedTest
    @ValueSource(strings = {"--port=0", "--processes"})
    void whatItHasStartedIsNamedByStatusAndEndedByStop(String form) throws Exception {
        var start = Program.server(home).start(List.of("start", form));
        Awaitility.await("a server that begins to start")
                .atMost(Duration.ofSeconds(30))
                .until(() -> server().isPresent());
        start.process().destroyForcibly().waitFor();
        ProcessHandle server = server().orElseThrow();
        boolean ready = Files.exists(home.resolve("server.json"));

        var status = Program.server(home).run("status");
        var stop = Program.server(home).run("stop");

        assertThat(ready).as("killed too late").isFalse();
        assertThat(status.exit()).isEqualTo(7);
        assertThat(status.out()).contains("process " + server.pid());
        assertThat(stop.exit()).isZero();
        assertThat(server()).isEmpty();
        assertThat(home.resolve("postgresql/postmaster.pid")).doesNotExist();
        assertThat(Program.server(home).run("status").out()).startsWith("No server runs");
    }

    private Optional<ProcessHandle> server() throws IOException, InterruptedException {
        return FolderLock.server(folder);
    }

    @AfterEach
    void stop() {
        Program.server(home).run("stop");
        Folders.delete(home);
    }
}
