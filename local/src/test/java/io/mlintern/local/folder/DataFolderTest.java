package io.mlintern.local.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir Path home;

    @Test
    void theNamedFolderWinsOverTheSystemsAndTheHome() {
        assertThat(root(Map.of("ML_INTERN_HOME", "/a", "XDG_DATA_HOME", "/b")))
                .isEqualTo(Path.of("/a"));
        assertThat(root(Map.of("XDG_DATA_HOME", "/b"))).isEqualTo(Path.of("/b/ml-intern"));
        assertThat(root(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/ml-intern"));
    }

    @Test
    void onlyItsOwnerReadsTheFolderAndItsSecrets() throws IOException {
        DataFolder folder = new DataFolder(home.resolve("data")).create();
        OwnerFile.write(folder.token(), "secret");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.root())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.token())))
                .isEqualTo("rw-------");
    }

    @Test
    void aSecondServerOnTheFolderIsRefusedAndTheFirstOneIsKnown() throws Exception {
        DataFolder folder = new DataFolder(home).create();
        try (FolderLock _ = FolderLock.ofServer(folder)) {
            assertThatThrownBy(() -> FolderLock.ofServer(folder))
                    .isInstanceOf(Fatal.class)
                    .hasMessageContaining("Another server");
            assertThat(FolderLock.server(folder)).contains(ProcessHandle.current());
        }
        assertThat(FolderLock.server(folder)).isEmpty();
        FolderLock.ofServer(folder).close();
    }

    @Test
    void aRestartTakesTheEarlierPortUnlessSomebodyListensOnIt() throws IOException {
        DataFolder folder = new DataFolder(home).create();
        int first = Ports.of(folder).earlierOrFree("http");

        assertThat(Ports.of(folder).earlierOrFree("http")).isEqualTo(first);
        try (ServerSocket other = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.of(folder).earlierOrFree("http")).isNotEqualTo(other.getLocalPort());
            assertThatThrownBy(() -> Ports.of(folder).exactly("http", first))
                    .isInstanceOf(Fatal.class)
                    .hasMessageContaining("in use");
        }
    }

    private static Path root(Map<String, String> variables) {
        return DataFolder.of(name -> Optional.ofNullable(variables.get(name))).root();
    }
}
