package io.mlintern.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalServerIT {
    private static final long OURS = ProcessHandle.current().pid();

    @TempDir private Path root;
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private DataFolder data;

    @BeforeEach
    void folder() {
        data = new DataFolder(root.resolve("data"));
    }

    private LocalServer startedBy(String script) {
        return new LocalServer(
                data,
                List.of("sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin", "D", data.path().toString()),
                root,
                progress::add);
    }

    private static String writing(long pid) {
        return "mkdir -p $D; printf '{\"url\":\"http://127.0.0.1:99\",\"pid\":%d}' > $D/server.json; printf tok > $D/token"
                .formatted(pid);
    }

    @Test
    void aServerThatDoesNotRunIsStartedAndItsMessagesAreProgress() {
        ServerAddress address = startedBy("echo almost; " + writing(OURS)).ensure();

        assertThat(address)
                .isEqualTo(
                        new ServerAddress(
                                URI.create("http://127.0.0.1:99"), Optional.of("tok"), true));
        assertThat(progress).containsExactly("starting the local server …", "almost");
    }

    @Test
    void aServerThatRunsIsLeftAlone() {
        startedBy(writing(OURS)).ensure();
        progress.clear();

        startedBy("exit 9").ensure();

        assertThat(progress).isEmpty();
    }

    @Test
    void theFileOfADeadProcessIsReplaced() throws IOException {
        Files.createDirectories(data.path());
        Files.writeString(
                data.path().resolve("server.json"),
                "{\"url\":\"http://127.0.0.1:1\",\"pid\":99999999}");

        assertThat(startedBy(writing(OURS)).ensure().url())
                .isEqualTo(URI.create("http://127.0.0.1:99"));
    }

    @Test
    void aProcessThatBeganAfterTheFileIsNotItsServer() throws IOException {
        Files.createDirectories(data.path());
        Files.writeString(
                data.path().resolve("server.json"),
                "{\"url\":\"http://127.0.0.1:1\",\"pid\":%d,\"started_at\":\"2020-01-01T00:00:00Z\"}"
                        .formatted(OURS));

        assertThat(data.running()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"exit 1,SERVER", "exit 2,USAGE", "exit 0,SERVER"})
    void aStartThatFailsSaysWhereToLook(String script, ExitCode expected) {
        assertThatThrownBy(() -> startedBy(script).ensure())
                .isInstanceOfSatisfying(
                        CliFailure.class, failure -> assertThat(failure.code()).isEqualTo(expected))
                .hasMessageContaining(data.path().toString());
    }

    @Test
    void aProcessThatTheServerLeavesBehindDoesNotHoldTheCall() {
        startedBy("sleep 30 & " + writing(OURS)).ensure();

        assertThat(progress).contains("starting the local server …");
    }

    /// A process of its own, because a lock of the operating system belongs to a process.
    private Process otherStart() throws IOException {
        Path program = root.resolve("OtherStart.java");
        Files.writeString(
                program,
                """
                import java.nio.file.*;
                import static java.nio.file.StandardOpenOption.*;
                class OtherStart {
                    public static void main(String[] a) throws Exception {
                        var data = Path.of(a[0]);
                        Files.createDirectories(data.resolve("run"));
                        try (var c = java.nio.channels.FileChannel.open(data.resolve("run/start.lock"), CREATE, WRITE)) {
                            c.lock();
                            System.out.println("locked");
                            System.in.read();
                            Files.writeString(data.resolve("token"), "tok");
                            Files.writeString(data.resolve("server.json"), a[1]);
                        }
                    }
                }
                """);
        String file = "{\"url\":\"http://127.0.0.1:99\",\"pid\":%d}".formatted(OURS);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, program.toString(), data.path().toString(), file).start();
    }

    @Test
    void aCallThatComesWhileAnotherStartsTheServerFindsThatOne() throws Exception {
        Process other = otherStart();
        assertThat(other.inputReader().readLine()).isEqualTo("locked");
        Thread ready =
                Thread.ofVirtual()
                        .unstarted(
                                () -> {
                                    try {
                                        other.getOutputStream().close();
                                    } catch (IOException e) {
                                        throw new java.io.UncheckedIOException(e);
                                    }
                                });
        var second =
                new LocalServer(
                        data,
                        List.of("sh", "-c", "exit 2"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        root,
                        _ -> ready.start());

        assertThat(second.ensure().url()).isEqualTo(URI.create("http://127.0.0.1:99"));
        assertThat(other.waitFor()).isZero();
    }

    @Test
    void aFolderThatTheServerRefusesIsLeftUntouched() throws IOException {
        Files.createDirectories(data.path());
        Files.writeString(data.path().resolve("version"), "99");

        assertThatThrownBy(() -> startedBy("exit 2").ensure()).isInstanceOf(CliFailure.class);
        try (var files = Files.list(data.path())) {
            assertThat(files).containsExactly(data.path().resolve("version"));
        }
    }
}
