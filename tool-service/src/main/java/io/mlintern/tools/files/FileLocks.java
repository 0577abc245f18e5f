package io.mlintern.tools.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// One change of a file at a time: within this process by a lock, between processes by a locked
/// file.
final class FileLocks {
    private static final int STRIPES = 64;

    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

    interface Change<T> {
        T make() throws IOException;
    }

    <T> T during(Path lockFile, Change<T> change) throws IOException, InterruptedException {
        ReentrantLock lock = locks.get(Math.floorMod(lockFile.hashCode(), STRIPES));
        lock.lockInterruptibly();
        try (var channel = open(lockFile);
                FileLock held = channel.lock()) {
            if (!held.isValid()) throw new IOException("the lock was lost: " + lockFile);
            return change.make();
        } finally {
            lock.unlock();
        }
    }

    private static FileChannel open(Path lockFile) throws IOException {
        return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
