package io.mlintern.local.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Prints what was added to a file since the last look.
final class ConsoleFollower {
    private final Path file;
    private final PrintStream out;
    private long position;

    ConsoleFollower(Path file, PrintStream out) {
        this(file, out, 0);
    }

    ConsoleFollower(Path file, PrintStream out, long position) {
        this.file = file;
        this.out = out;
        this.position = position;
    }

    /// A file that became shorter was replaced: it is printed from its start.
    void printNew() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < position) position = 0;
            ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
            for (int read = channel.read(bytes, position);
                    read > 0;
                    read = channel.read(bytes, position)) {
                out.write(bytes.array(), 0, read);
                position += read;
                bytes.clear();
            }
            out.flush();
        } catch (NoSuchFileException notYet) {
            position = 0;
        }
    }
}
