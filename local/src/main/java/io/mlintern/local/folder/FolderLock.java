package io.mlintern.local.folder;

import io.mlintern.cli.server.LivingProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A lock of the operating system on a file of the data folder, which names its holder. It ends with the process that holds it,
/// however that ends.
public final class FolderLock implements AutoCloseable {
    private static final Duration SAYS_SO = Duration.ofSeconds(1);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// The lock that one server holds while it uses the folder, from the first moment of its start.
    public static FolderLock ofServer(DataFolder folder) throws IOException {
        return tryLock(serverFile(folder))
                .orElseThrow(
                        () ->
                                new Fatal(
                                        Fatal.USAGE,
                                        "Another server uses the data folder %s. See `ml-intern server status`; `ml-intern server stop` ends it."
                                                .formatted(folder.root())));
    }

    /// The lock that a call holds while it starts a server.
    public static FolderLock ofStart(DataFolder folder) throws IOException {
        return tryLock(startFile(folder))
                .orElseThrow(
                        () ->
                                new Fatal(
                                        Fatal.USAGE,
                                        "A server is already being started on the data folder %s."
                                                .formatted(folder.root())));
    }

    /// The server that uses the folder, ready or not.
    public static Optional<ProcessHandle> server(DataFolder folder)
            throws IOException, InterruptedException {
        return holder(serverFile(folder));
    }

    /// The call that starts one now.
    public static Optional<ProcessHandle> start(DataFolder folder)
            throws IOException, InterruptedException {
        return holder(startFile(folder));
    }

    private static Path serverFile(DataFolder folder) {
        return folder.run().resolve("server.lock");
    }

    private static Path startFile(DataFolder folder) {
        return folder.run().resolve("start.lock");
    }

    /// Who has just taken it may not have said so yet.
    private static Optional<ProcessHandle> holder(Path file)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + SAYS_SO.toNanos();
        while (Files.isWritable(file) && isHeld(file)) {
            String text = Files.readString(file).strip();
            var process =
                    text.matches("\\d+")
                            ? LivingProcess.of(Long.parseLong(text))
                            : Optional.<ProcessHandle>empty();
            if (process.isPresent() || System.nanoTime() >= until) return process;
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return Optional.empty();
    }

    private static boolean isHeld(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !locks(channel);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /// Empty when somebody else holds it.
    private static Optional<FolderLock> tryLock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (locks(channel)) {
            sign(channel);
            return Optional.of(new FolderLock(channel));
        }
        channel.close();
        return Optional.empty();
    }

    private static void sign(FileChannel channel) throws IOException {
        byte[] holder = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
