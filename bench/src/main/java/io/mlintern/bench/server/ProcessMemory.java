package io.mlintern.bench.server;

import io.mlintern.system.ProductServer;
import io.mlintern.system.crash.Victim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a server's processes occupy, PostgreSQL's and running commands included: the sum of their proportional set sizes, so that
/// memory which several of them share counts once.
///
/// @param mib of 1,048,576 bytes
public record ProcessMemory(double mib, int processes) {
    private static final double KIB_PER_MIB = 1024;

    public static ProcessMemory of(ProductServer server) {
        Set<Long> pids =
                Stream.of(Victim.values())
                        .map(victim -> victim.process(server))
                        .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()))
                        .map(ProcessHandle::pid)
                        .collect(Collectors.toSet());
        List<Long> sizes = pids.stream().map(ProcessMemory::kib).filter(kib -> kib > 0).toList();
        double sum = sizes.stream().mapToLong(Long::longValue).sum();
        return new ProcessMemory(sum / KIB_PER_MIB, sizes.size());
    }

    /// 0 when the process has ended meanwhile.
    private static long kib(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (UncheckedIOException | IOException ended) {
            if (ProcessHandle.of(pid).isEmpty()) return 0;
            throw new IllegalStateException("the memory of " + pid, ended);
        }
    }

    @Override
    public String toString() {
        return "%.0f MiB in %d processes".formatted(mib, processes);
    }
}
