package io.mlintern.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of the distribution, run as a child process with an environment that holds nothing of ours.
public final class Program {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String jar;
    private final String main;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path folder;

    private Program(String jar, String main, Path home) {
        this.jar = jar;
        this.main = main;
        this.folder = home;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", home.resolve("user").toString());
        environment.put("ML_INTERN_HOME", home.toString());
    }

    /// What the child said, and how it ended.
    public record Result(int exit, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    static Program server(Path home) {
        return ofLocal("io.mlintern.local.ServerMain", home);
    }

    static Program ofLocal(String main, Path home) {
        return new Program("local", main, home);
    }

    static Program cli(ProductServer server, Path folder) {
        return new Program("cli", "io.mlintern.cli.Main", server.home()).in(folder);
    }

    Program in(Path folder) {
        this.folder = folder;
        return this;
    }

    Program with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Result run(String... arguments) {
        return run(PATIENCE, List.of(arguments));
    }

    Result run(Duration patience, List<String> arguments) {
        return start(arguments).await(patience);
    }

    Running start(List<String> arguments) {
        try {
            Path out = Files.createTempFile("ml-intern-system", ".out");
            Path err = Files.createTempFile("ml-intern-system", ".err");
            ProcessBuilder builder = new ProcessBuilder(command(arguments));
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process =
                    builder.directory(folder.toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            return new Running(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As the launcher does it. A background job's children ignore SIGINT unless somebody takes that back.
    private List<String> command(List<String> arguments) {
        Path lib = StartCaches.distribution().resolve("lib");
        if (!Files.isDirectory(lib)) throw new IllegalStateException("not built: " + lib);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/env",
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dmlintern.home.dir=" + Folders.checkout()));
        StartCaches.of(jar).ifPresent(cache -> command.add("-XX:AOTCache=" + cache));
        command.addAll(List.of("-cp", lib.resolve(jar + ".jar").toString(), main));
        command.addAll(arguments);
        return command;
    }

    /// A child that runs.
    record Running(Process process, Path out, Path err) {
        Result await(Duration patience) {
            try {
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(
                            "did not end in %s: %s%n%s"
                                    .formatted(patience, Files.readString(out), read(err)));
                }
                return new Result(process.exitValue(), read(out), read(err));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        void pressCtrlC() {
            try {
                new ProcessBuilder("/bin/kill", "-INT", "" + process.pid()).start().waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String read(Path file) throws IOException {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        }
    }
}
