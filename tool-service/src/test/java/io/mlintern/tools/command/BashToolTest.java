package io.mlintern.tools.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CallOutcome.Kind;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.SessionId;
import io.mlintern.tools.tool.Arguments;
import io.mlintern.tools.tool.ToolInvocation;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real commands, real processes.
class BashToolTest {
    private static final SessionId SESSION = new SessionId("abcdefghijklmnopqrst");

    @TempDir Path workspace;

    private final BashTool bash = new BashTool(System.getenv());
    private int calls;

    @Test
    void bothStreamsAreShownStandardOutputFirst() throws Exception {
        assertThat(run(Map.of("command", "echo err >&2; echo out")))
                .isEqualTo(new CallOutcome(Kind.DONE, "out\nerr\n"));
    }

    @Test
    void aFailureShowsItsExitCodeUnderTheOutput() throws Exception {
        assertThat(run(Map.of("command", "echo partly; exit 3")))
                .isEqualTo(new CallOutcome(Kind.FAILED, "partly\n[exit code 3]"));
        assertThat(run(Map.of("command", "kill -9 $$")).output()).startsWith("[exit code 137, ");
    }

    @Test
    void silenceIsSaid() throws Exception {
        assertThat(run(Map.of("command", "true")).output()).isEqualTo("(no output)");
    }

    @Test
    void itRunsInTheWorkspaceOrInTheFolderNamed() throws Exception {
        Files.createDirectory(workspace.resolve("sub"));

        assertThat(run(Map.of("command", "pwd -P")).output().strip())
                .isEqualTo(workspace.toRealPath().toString());
        assertThat(run(Map.of("command", "pwd -P", "work_dir", "sub")).output()).endsWith("/sub\n");
        assertThat(run(Map.of("command", "pwd", "work_dir", "none")).output())
                .isEqualTo("There is no folder " + workspace.resolve("none") + ".");
    }

    @Test
    void emptyCommandsAndTimeoutsAreRefusedInWords() throws Exception {
        assertThat(run(Map.of("command", " ")).output()).isEqualTo("The command is empty.");
        assertThat(run(Map.of("command", "true", "timeout", 0)).output())
                .isEqualTo("The timeout must be at least 1 second.");
        assertThat(run(Map.of("command", "echo a\u0000b")).kind()).isEqualTo(Kind.FAILED);
    }

    @Test
    void atTheTimeLimitAllThatItStartedIsKilledAndItsOutputKept() throws Exception {
        var outcome =
                run(
                        Map.of(
                                "command",
                                "echo begun; sleep 300 & echo $! > child; sh -c 'sleep 300; echo'",
                                "timeout",
                                1));

        assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
        assertThat(outcome.output()).startsWith("begun\n[stopped after its time limit of 1 s");
        assertNotRunning(Files.readString(workspace.resolve("child")).strip());
    }

    @Test
    void whatIgnoresTermIsKilled() throws Exception {
        var outcome =
                run(
                        Map.of(
                                "command",
                                "trap '' TERM; echo $$ > pid; while :; do sleep 0.2; done",
                                "timeout",
                                1));

        assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
        assertNotRunning(Files.readString(workspace.resolve("pid")).strip());
    }

    @Test
    void aBackgroundProcessThatHoldsTheOutputDoesNotHoldTheCall() throws Exception {
        long start = System.nanoTime();

        var outcome = run(Map.of("command", "sleep 60 & echo $! > child; echo started"));

        assertThat(outcome).isEqualTo(new CallOutcome(Kind.DONE, "started\n"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        String child = Files.readString(workspace.resolve("child")).strip();
        assertThat(ProcessHandle.of(Long.parseLong(child))).isPresent();
        ProcessHandle.of(Long.parseLong(child)).ifPresent(ProcessHandle::destroy);
    }

    @Test
    void aCancelledCommandEndsWithWhatItPrinted() throws Exception {
        var cancelled = new AtomicBoolean();
        var command = "echo begun; echo $$ > pid; sleep 300";
        var invocation = invocation(Map.of("command", command), cancelled::get);
        var outcome = new CompletableFuture<CallOutcome>();
        var thread = Thread.ofVirtual().start(() -> outcome.complete(unchecked(invocation)));
        await().until(() -> Files.exists(workspace.resolve("pid")));

        cancelled.set(true);
        thread.interrupt();

        assertThat(outcome.get())
                .isEqualTo(new CallOutcome(Kind.CANCELLED, "begun\n[stopped: cancelled]"));
        assertNotRunning(Files.readString(workspace.resolve("pid")).strip());
    }

    @Test
    void aCommandCancelledBeforeItsStartNeverRuns() throws Exception {
        var invocation = invocation(Map.of("command", "touch ran"), () -> true);

        assertThat(bash.run(invocation).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(bash.run(restarted(invocation)).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(workspace.resolve("ran")).doesNotExist();
    }

    @Test
    void bytesThatAreNoTextDoNoHarm() throws Exception {
        assertThat(run(Map.of("command", "printf 'a\\377\\000b\\033[31mred\\033[0m'")).output())
                .isEqualTo("a\uFFFD\u0000bred");
    }

    @Test
    void aGigabyteOfOutputIsBoundedOnDiskAndInTheAnswer() throws Exception {
        var outcome =
                run(
                        Map.of(
                                "command",
                                "echo first; yes 0123456789 | head -c 1000000000; echo; echo last"));

        assertThat(outcome.kind()).isEqualTo(Kind.DONE);
        assertThat(outcome.output())
                .startsWith("first\n")
                .endsWith("\nlast\n")
                .hasSizeLessThan(26_000);
        assertThat(outcome.output()).contains("characters are left out here", "output.txt");
        assertThat(sizeBelow(workspace.resolve(".ml-intern"))).isLessThan(64_000_000);
    }

    @Test
    void processesSeeNoneOfOurKeys() throws Exception {
        var withKey =
                new BashTool(Map.of("PATH", "/usr/bin:/bin", "HF_TOKEN", "hf_x", "HOME", "/h"));

        String seen = withKey.run(invocation(Map.of("command", "env"), () -> false)).output();

        assertThat(seen).contains("HOME=/h", "TERM=dumb", "MLINTERN_CALL_ID=" + SESSION);
        assertThat(seen).doesNotContain("hf_x", "HF_TOKEN=");
    }

    @Test
    void aCommandIsNotStartedTwiceAndASecondWorkerReportsItsRealEnd() throws Exception {
        var invocation =
                invocation(
                        Map.of(
                                "command",
                                "echo run >> runs; while [ ! -e go ]; do sleep 0.1; done; echo end; exit 4"),
                        () -> false);
        var first = Thread.ofVirtual().start(() -> abandoned(invocation));
        await().until(() -> Files.exists(workspace.resolve("runs")));
        first.interrupt();
        first.join();

        var second = new BashTool(System.getenv());
        var again = restarted(invocation);
        var outcome = CompletableFuture.supplyAsync(() -> unchecked(second, again));
        Files.createFile(workspace.resolve("go"));

        assertThat(outcome.get()).isEqualTo(new CallOutcome(Kind.FAILED, "end\n[exit code 4]"));
        assertThat(workspace.resolve("runs")).hasContent("run");
    }

    @Test
    void aCommandWhoseSupervisorWasKilledEndsAsUnknownAndIsStopped() throws Exception {
        var invocation =
                invocation(Map.of("command", "echo $$ > pid; echo begun; sleep 300"), () -> false);
        var outcome = CompletableFuture.supplyAsync(() -> unchecked(invocation));
        await().until(() -> Files.exists(workspace.resolve("pid")));
        await().until(() -> Files.exists(folder(invocation.call()).resolve("group")));
        String supervisor =
                Files.readAllLines(folder(invocation.call()).resolve("supervisor")).getFirst();

        ProcessHandle.of(Long.parseLong(supervisor)).ifPresent(ProcessHandle::destroyForcibly);

        assertThat(outcome.get().kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(outcome.get().output()).startsWith("begun\n[its supervisor died");
        assertNotRunning(Files.readString(workspace.resolve("pid")).strip());
    }

    @Test
    void aStartedCommandWhoseFolderIsGoneIsUnknown() throws Exception {
        var invocation = restarted(invocation(Map.of("command", "touch ran"), () -> false));

        assertThat(bash.run(invocation).kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(workspace.resolve("ran")).doesNotExist();
    }

    @Test
    void aFolderThatIsCleanedAwayInBetweenStillGivesTheExitCode() throws Exception {
        assertThat(run(Map.of("command", "rm -rf .ml-intern; exit 5")).output())
                .isEqualTo("[exit code 5]");
    }

    @Test
    void commandsLongerThanAnArgumentMayBeRun() throws Exception {
        assertThat(run(Map.of("command", "true " + "x".repeat(300_000) + "\necho done")).output())
                .isEqualTo("done\n");
    }

    @Test
    void aLongCommandReportsItsLastLine() throws Exception {
        var lines = new CopyOnWriteArrayList<String>();
        var invocation =
                new ToolInvocation(
                        next(),
                        false,
                        arguments(Map.of("command", "echo epoch 1; sleep 4")),
                        new WorkspaceFolder(workspace),
                        lines::add,
                        () -> false);

        bash.run(invocation);

        assertThat(lines).isEqualTo(List.of("epoch 1"));
    }

    private CallOutcome run(Map<String, ?> arguments) throws Exception {
        return bash.run(invocation(arguments, () -> false));
    }

    private CallOutcome unchecked(ToolInvocation invocation) {
        return unchecked(bash, invocation);
    }

    private static CallOutcome unchecked(BashTool bash, ToolInvocation invocation) {
        try {
            return bash.run(invocation);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void abandoned(ToolInvocation invocation) {
        try {
            bash.run(invocation);
            throw new AssertionError("it ended");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private ToolInvocation invocation(Map<String, ?> arguments, BooleanSupplier cancelled) {
        return new ToolInvocation(
                next(),
                false,
                arguments(arguments),
                new WorkspaceFolder(workspace),
                _ -> {},
                cancelled);
    }

    private static ToolInvocation restarted(ToolInvocation first) {
        return new ToolInvocation(
                first.call(),
                true,
                first.arguments(),
                first.workspace(),
                first.progress(),
                () -> false);
    }

    private CallId next() {
        return CallId.ofTool(SESSION, 1, 1, calls++);
    }

    private static Arguments arguments(Map<String, ?> members) {
        return Arguments.of(JsonObject.of(members));
    }

    private Path folder(CallId call) throws IOException {
        return new WorkspaceFolder(workspace).state().call(call);
    }

    private static void assertNotRunning(String pid) {
        await().until(() -> !isRunning(pid));
    }

    /// A process that nobody waited for yet is not running.
    private static boolean isRunning(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException _) {
            return false;
        }
    }

    private static long sizeBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }
}
