package io.mlintern.local.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderVersionTest {
    @TempDir Path home;

    @Test
    void aNewFolderGetsTheCurrentVersion() throws IOException {
        DataFolder folder = new DataFolder(home).create();

        FolderVersion.migrate(folder);

        assertThat(folder.versionFile()).hasContent(Integer.toString(FolderVersion.CURRENT));
    }

    @Test
    void aFolderOfANewerVersionIsRefusedAndLeftUntouched() throws IOException {
        DataFolder folder = new DataFolder(home);
        Files.writeString(folder.versionFile(), "99\n");

        assertThatThrownBy(() -> FolderVersion.refuseNewer(folder))
                .isInstanceOfSatisfying(
                        Fatal.class, fatal -> assertThat(fatal.exitCode()).isEqualTo(Fatal.USAGE))
                .hasMessageContaining("99");
        assertThat(names()).containsExactly("version");
    }

    @Test
    void aVersionThatIsNoNumberIsRefused() throws IOException {
        DataFolder folder = new DataFolder(home);
        Files.writeString(folder.versionFile(), "one");

        assertThatThrownBy(() -> FolderVersion.migrate(folder)).isInstanceOf(Fatal.class);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
