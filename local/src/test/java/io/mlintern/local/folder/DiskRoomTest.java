package io.mlintern.local.folder;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.kit.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
    @TempDir Path place;

    @Test
    void aFolderThatIsNotThereYetIsJudgedByTheDiskItWillBeOn() {
        assertThatCode(() -> DiskRoom.check(new DataFolder(place.resolve("not/yet/there"))))
                .doesNotThrowAnyException();
    }

    @Test
    void aFirstStartNeedsRoomForTheDatabaseAsWell() throws IOException {
        Path disk = place.resolve("disk");
        try (var _ = SmallDisk.at(disk, 100)) {
            DataFolder folder = new DataFolder(disk.resolve("home"));
            assertThatThrownBy(() -> DiskRoom.check(folder))
                    .isInstanceOf(Fatal.class)
                    .hasMessageContaining("a start needs 256");

            Files.createDirectories(folder.postgresql());
            assertThatCode(() -> DiskRoom.check(folder)).doesNotThrowAnyException();
        }
    }

    @Test
    void theFolderWhoseDiskIsFullIsNamedAlsoBehindALink() throws IOException {
        DataFolder folder = new DataFolder(place.resolve("home")).create();
        Path disk = place.resolve("disk");
        Files.createSymbolicLink(folder.kafka(), disk);
        Files.createDirectory(folder.postgresql());
        assertThatCode(() -> DiskRoom.check(folder)).doesNotThrowAnyException();
        try (var _ = SmallDisk.at(disk, 4)) {
            assertThatThrownBy(() -> DiskRoom.check(folder))
                    .isInstanceOf(Fatal.class)
                    .hasMessageStartingWith("The disk of " + folder.kafka() + " has no room");
        }
    }
}
