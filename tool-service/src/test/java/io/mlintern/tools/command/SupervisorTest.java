package io.mlintern.tools.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mlintern.kit.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final String FILLS = "dd if=/dev/zero of=big bs=64k 2>/dev/null; ";

    @TempDir Path folder;
    private Optional<Process> adoptive = Optional.empty();

    @Test
    void withoutSetsidTheGroupIsMadeInAnotherWay() throws Exception {
        var environment = Map.of("PATH", pathWithout("setsid").toString());
        var text = "ps -o pgid= -p $$; echo $$; sleep 60 & echo $! > child; sleep 60";
        var command = command(text, environment, Duration.ofSeconds(1));

        var end = new Supervisor(environment).start(command).await(() -> {});

        assertThat(end).isEqualTo(new CommandEnd.TimedOut());
        var shown = new CommandOutput(command.folder()).bounded().split("\n", -1);
        assertThat(shown[0].strip()).isEqualTo(shown[1]);
    }

    @Test
    void startingTwiceRunsItOnceAndBothSeeTheEnd() throws Exception {
        var command = command("echo run >> runs; exit 7", System.getenv(), Duration.ofSeconds(60));
        var supervisor = new Supervisor(System.getenv());

        var first = supervisor.start(command);
        var second = supervisor.start(command);

        assertThat(first.await(() -> {})).isEqualTo(new CommandEnd.Exited(7));
        assertThat(second.await(() -> {})).isEqualTo(new CommandEnd.Exited(7));
        assertThat(folder.resolve("runs")).hasContent("run");
    }

    @Test
    void aSupervisorOfAnEarlierBootIsGone() throws Exception {
        Path state = Files.createDirectories(folder.resolve("call/started")).getParent();
        var living = ProcessHandle.current().pid() + "\n1\nanother boot\n";
        Files.writeString(state.resolve("supervisor"), living);
        Files.writeString(state.resolve("group"), living);
        Files.writeString(state.resolve("stdout"), "so far\n");
        Files.copy(script(), state.resolve("supervisor.sh"));

        var end = new Supervisor(System.getenv()).attach(state).await(() -> {});

        assertThat(end).isEqualTo(new CommandEnd.Lost());
        assertThat(new CommandOutput(state).bounded()).isEqualTo("so far\n");
    }

    @Test
    void endedProcessesThatNobodyAsksAboutAreNotWaitedFor() throws Exception {
        Path state = underAParentThatNeverAsks("sleep 300 & echo $! > child; sleep 300");
        var supervisor = new Supervisor(System.getenv());
        await().until(() -> Files.exists(folder.resolve("child")));

        var stop = supervisor.stop(state);

        assertThat(stop.waitFor(4, TimeUnit.SECONDS)).as("before it would send KILL").isTrue();
        assertThat(supervisor.attach(state).await(() -> {})).isEqualTo(new CommandEnd.Cancelled());
    }

    @Test
    @Timeout(60)
    void aKilledSupervisorThatNobodyAsksAboutIsGone() throws Exception {
        Path state = underAParentThatNeverAsks("echo > begun; sleep 300");
        await().until(() -> Files.exists(folder.resolve("begun")));
        String pid = Files.readAllLines(state.resolve("supervisor")).getFirst();

        new ProcessBuilder("kill", "-KILL", pid).start().waitFor();

        var end = new Supervisor(System.getenv()).attach(state).await(() -> {});
        assertThat(end).isEqualTo(new CommandEnd.Lost());
    }

    @Test
    void aCommandThatFillsItsDiskEndsAsItDoes() throws Exception {
        try (var _ = SmallDisk.at(folder.resolve("disk"), 4)) {
            var failing = onDisk(FILLS + "seq 1 50000; exit 3", Duration.ofSeconds(60));

            var end = new Supervisor(System.getenv()).start(failing).await(() -> {});

            assertThat(end).isEqualTo(new CommandEnd.Exited(3));
            assertThat(new CommandOutput(failing.folder()).bounded())
                    .endsWith("\n[… more was printed here than is kept …]\n");
        }
    }

    @Test
    void theTimeLimitHoldsOnAFullDisk() throws Exception {
        try (var _ = SmallDisk.at(folder.resolve("disk"), 4)) {
            var endless = onDisk(FILLS + "sleep 300", Duration.ofSeconds(1));

            var end = new Supervisor(System.getenv()).start(endless).await(() -> {});

            assertThat(end).isEqualTo(new CommandEnd.TimedOut());
        }
    }

    @Test
    void withoutRoomForItsStateACommandIsNotStartedAndMayBeLater() throws Exception {
        try (var disk = SmallDisk.at(folder.resolve("disk"), 4)) {
            var command = onDisk("echo it runs", Duration.ofSeconds(60));
            Files.createDirectories(command.folder());
            Files.writeString(command.folder().resolve("command"), command.text());
            Files.copy(script(), command.folder().resolve("supervisor.sh"));
            var supervisor = new Supervisor(System.getenv());

            disk.fill();
            assertThat(supervisor.start(command).await(() -> {}))
                    .isInstanceOf(CommandEnd.NotStarted.class);

            disk.giveRoom();
            assertThat(supervisor.start(command).await(() -> {}))
                    .isEqualTo(new CommandEnd.Exited(0));
            assertThat(new CommandOutput(command.folder()).bounded()).isEqualTo("it runs\n");
        }
    }

    /// Starts the text under a process that becomes the parent of all orphans below it, as the first process of a container
    /// is, and lets them lie.
    private Path underAParentThatNeverAsks(String text) throws IOException {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "knows the number of prctl");
        Path state = Files.createDirectory(folder.resolve("call"));
        Files.writeString(state.resolve("command"), text);
        Path script = Files.copy(script(), state.resolve("supervisor.sh"));
        String adopt = "syscall(157, 36, 1) == 0 or die; fork or exec @ARGV; sleep 300";
        adoptive =
                Optional.of(
                        new ProcessBuilder(
                                        "perl",
                                        "-e",
                                        adopt,
                                        "/bin/sh",
                                        script.toString(),
                                        "start",
                                        state.toString(),
                                        "300",
                                        "/bin/sh")
                                .directory(folder.toFile())
                                .start());
        return state;
    }

    @AfterEach
    void endWhatWeStarted() {
        adoptive.ifPresent(Process::destroyForcibly);
    }

    private Command command(String text, Map<String, String> environment, Duration limit) {
        return new Command(text, folder.resolve("call"), folder, limit, environment);
    }

    private Command onDisk(String text, Duration limit) {
        Path disk = folder.resolve("disk");
        return new Command(text, disk.resolve("call"), disk, limit, System.getenv());
    }

    private static Path script() {
        return Path.of("src/main/resources/io/mlintern/tools/command/supervisor.sh");
    }

    /// A folder with all programs of the usual ones but one.
    private Path pathWithout(String program) throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (var place : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
            try (var files = Files.list(place)) {
                for (Path file : files.toList()) {
                    Path link = programs.resolve(file.getFileName());
                    if (!link.endsWith(program) && !Files.exists(link)) {
                        Files.deleteIfExists(link);
                        Files.createSymbolicLink(link, file);
                    }
                }
            }
        }
        return programs;
    }
}
