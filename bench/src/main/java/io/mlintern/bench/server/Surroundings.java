package io.mlintern.bench.server;

import io.mlintern.system.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// Where and on what a figure was measured.
///
/// @param commit with a `+` when the checkout has changes on top of it
public record Surroundings(String date, String machine, String jdk, String commit) {
    private static final long KIB_PER_GIB = 1024 * 1024;

    public static Surroundings now() {
        return new Surroundings(
                LocalDate.now(ZoneOffset.UTC).toString(),
                describeMachine(),
                describeJdk(),
                describeCommit());
    }

    private static String describeMachine() {
        long gib = Math.round((double) memoryKib() / KIB_PER_GIB);
        int cores = Runtime.getRuntime().availableProcessors();
        return "%d cores (%s), %d GiB".formatted(cores, processor(), gib);
    }

    private static String processor() {
        return firstLine("/proc/cpuinfo", "model name").replaceFirst("^[^:]*:", "").strip();
    }

    private static long memoryKib() {
        return Long.parseLong(firstLine("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", ""));
    }

    private static String firstLine(String file, String start) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse("0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String describeJdk() {
        return System.getProperty("java.vendor.version", "") + " " + Runtime.version();
    }

    private static String describeCommit() {
        String changes = git("status", "--porcelain", "--untracked-files=no");
        return git("rev-parse", "--short", "HEAD") + (changes.isEmpty() ? "" : "+");
    }

    private static String git(String... arguments) {
        try {
            List<String> command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
            Process git =
                    new ProcessBuilder(command).directory(Folders.checkout().toFile()).start();
            byte[] out = git.getInputStream().readAllBytes();
            return git.waitFor() == 0 ? new String(out, StandardCharsets.UTF_8).strip() : "unknown";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "%s, %s, JDK %s, commit %s".formatted(date, machine, jdk, commit);
    }
}
