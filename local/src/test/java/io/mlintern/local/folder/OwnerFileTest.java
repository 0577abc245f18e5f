package io.mlintern.local.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.kit.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerFileTest {
    private static final String LONG = "a line that fills the disk\n".repeat(1_000);

    @TempDir Path place;

    @Test
    void aFileThatFindsNoRoomIsNamedKeepsItsContentAndLeavesNothingBeside() throws IOException {
        Path folder = place.resolve("disk");
        try (var disk = SmallDisk.at(folder, 1)) {
            Path file = folder.resolve("server.json");
            OwnerFile.write(file, "earlier");
            disk.fill();

            assertThatThrownBy(() -> OwnerFile.write(file, LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " cannot be written: ");
            assertThat(file).hasContent("earlier");
            try (var files = Files.list(folder)) {
                assertThat(files).noneMatch(one -> one.toString().endsWith(".new"));
            }

            disk.giveRoom();
            OwnerFile.write(file, LONG);
            assertThat(file).hasContent(LONG);
        }
    }
}
