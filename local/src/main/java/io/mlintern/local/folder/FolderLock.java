package io.mlintern.local.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A lock of the operating system on a file of the data folder. It ends with the process that holds it, however that ends.
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// The lock that one server holds while it uses the folder.
    public static FolderLock ofServer(DataFolder folder) throws IOException {
        return tryLock(folder.run().resolve("server.lock"))
                .orElseThrow(
                        () ->
                                new Fatal(
                                        Fatal.USAGE,
                                        "Another server uses the data folder %s. See `ml-intern server status`; `ml-intern server stop` ends it."
                                                .formatted(folder.root())));
    }

    /// Empty when somebody else holds it.
    public static Optional<FolderLock> tryLock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) return Optional.of(new FolderLock(channel));
        } catch (OverlappingFileLockException heldByThisProcess) {
            channel.close();
            return Optional.empty();
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
