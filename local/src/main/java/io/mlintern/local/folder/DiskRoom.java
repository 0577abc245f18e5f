package io.mlintern.local.folder;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether the disks of a data folder have room for its broker and database to start.
///
/// Without it they end in the middle of their start and say so in words of their own.
public final class DiskRoom {
    /// PostgreSQL may need a new file of 16 MiB for its log before it has recovered; the rest is for Kafka's checkpoints and for
    /// what is written until somebody makes room.
    private static final long ROOM_TO_START = 64L << 20;

    /// PostgreSQL's programs take 58 MB, a new database 40, its first log file 16.
    private static final long ROOM_FOR_THE_FIRST_START = 256L << 20;

    private DiskRoom() {}

    /// @throws Fatal naming the folder whose disk is full, and what to do
    public static void check(DataFolder folder) throws IOException {
        boolean first = !Files.exists(folder.postgresql());
        require(folder.root(), first ? ROOM_FOR_THE_FIRST_START : ROOM_TO_START);
        for (Path part : List.of(folder.kafka(), folder.postgresql(), folder.state())) {
            require(part, ROOM_TO_START);
        }
    }

    private static void require(Path part, long needed) throws IOException {
        FileStore disk = Files.getFileStore(existing(part));
        // Some network file systems do not say how large they are.
        if (disk.getTotalSpace() == 0 || disk.getUsableSpace() >= needed) return;
        throw new Fatal(
                Fatal.UNREACHABLE,
                "The disk of %s has no room for a server: %d MiB are left, a start needs %d. Make room and start it again; what is stored is kept."
                        .formatted(part, disk.getUsableSpace() >> 20, needed >> 20));
    }

    /// The nearest folder above that is there.
    private static Path existing(Path path) {
        Path found = path;
        while (!Files.exists(found)) found = found.getParent();
        return found;
    }
}
