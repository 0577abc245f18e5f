package io.mlintern.local.command;

import io.mlintern.local.folder.DataFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `server logs [-f]`: the end of each process's newest log, and what comes.
final class LogsCommand {
    private static final int LINES = 200;
    private static final long PAUSE_MILLIS = 200;

    private final DataFolder folder;
    private final PrintStream out;

    LogsCommand(DataFolder folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    int run(boolean follow) throws IOException, InterruptedException {
        List<ConsoleFollower> followers = new ArrayList<>();
        List<Path> logs = newest();
        if (logs.isEmpty() && !follow) out.println("No logs yet in " + folder.logs());
        for (Path log : logs) {
            if (logs.size() > 1) out.println("==> " + log + " <==");
            long end = Files.size(log);
            printEnd(log);
            followers.add(new ConsoleFollower(log, out, end));
        }
        out.flush();
        while (follow) {
            for (ConsoleFollower follower : followers) follower.printNew();
            if (out.checkError()) return 0;
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return 0;
    }

    private List<Path> newest() throws IOException {
        if (!Files.isDirectory(folder.logs())) return List.of();
        try (Stream<Path> files = Files.list(folder.logs())) {
            return files.filter(file -> file.toString().endsWith(".0.log")).sorted().toList();
        }
    }

    private void printEnd(Path log) throws IOException {
        List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(out::println);
    }
}
