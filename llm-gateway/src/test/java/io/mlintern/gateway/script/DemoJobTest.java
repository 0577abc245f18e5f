package io.mlintern.gateway.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoJobTest {
    @TempDir Path folder;
    @TempDir Path bin;
    private FolderTools tools;
    private DemoDriver demo;

    @BeforeEach
    void tools() {
        tools = new FolderTools(folder);
        demo = new DemoDriver(tools);
    }

    @Test
    void inAnEmptyFolderItWritesDataTrainsFixesItsMistakeAndReportsTheRealNumbers()
            throws Exception {
        String report = demo.turn("show me");

        DemoMetrics written =
                DemoMetrics.in(Files.readString(folder.resolve("metrics.json"))).orElseThrow();
        assertThat(written.sound()).isTrue();
        assertThat(report)
                .startsWith("[scripted] ")
                .contains("after the fix")
                .contains(DemoMetrics.shown(written.testError()))
                .contains(DemoMetrics.shown(written.baselineError()));
        assertThat(folder.resolve("data.csv")).exists();
        assertThat(Files.readString(folder.resolve("train.py"))).contains("LEARNING_RATE = 0.1");
        assertThat(demo.calls("edit")).hasSize(1);
    }

    @Test
    void itPlansAndEndsWithEveryStepDone() throws Exception {
        demo.turn("show me");

        assertThat(demo.calls("plan_tool")).isNotEmpty();
        assertThat(demo.calls("plan_tool").getLast().arguments())
                .contains("completed")
                .doesNotContain("in_progress", "pending");
    }

    @Test
    void itAsksForCallsInParallel() throws Exception {
        demo.turn("show me");

        assertThat(demo.replies()).anyMatch(reply -> reply.calls().size() == 2);
        assertThat(demo.replies()).allMatch(reply -> reply.text().startsWith("[scripted] "));
    }

    @Test
    void itLearnsFromTheDataThatIsThere() throws Exception {
        Files.writeString(folder.resolve("my sales's.csv"), table());

        String report = demo.turn("show me");

        assertThat(report).contains("`sales`", "my sales's.csv", "after the fix");
        assertThat(folder.resolve("data.csv")).doesNotExist();
    }

    @Test
    void itWritesOverNothingThatIsThere() throws Exception {
        Files.writeString(folder.resolve("train.py"), "mine");
        Files.writeString(folder.resolve("metrics.json"), "mine");

        String report = demo.turn("show me");

        assertThat(report).contains("after the fix", "train_2.py");
        assertThat(folder.resolve("train.py")).hasContent("mine");
        assertThat(folder.resolve("metrics.json")).hasContent("mine");
    }

    @Test
    void aSecondPromptInTheSameSessionDoesTheJobAgain() throws Exception {
        demo.turn("show me");
        String report = demo.turn("again");

        assertThat(report).contains("after the fix", "train_2.py");
    }

    @Test
    void withoutPythonItSaysSoAndDoesTheSameWithAwk() throws Exception {
        onlyWith("ls", "awk", "head", "wc");

        String report = demo.turn("show me");

        assertThat(report).contains("Python could not be used", "after the fix", "train.awk");
        assertThat(folder.resolve("train.py")).doesNotExist();
        DemoMetrics written =
                DemoMetrics.in(Files.readString(folder.resolve("metrics.json"))).orElseThrow();
        assertThat(report).contains(DemoMetrics.shown(written.testError()));
    }

    @Test
    void withNeitherPythonNorAwkItReportsThat() throws Exception {
        onlyWith("ls", "head", "wc");

        String report = demo.turn("show me");

        assertThat(report).contains("could not finish", "awk").contains("not found");
    }

    @Test
    void inAReadOnlyFolderItReportsWhatWriteAnswered() throws Exception {
        tools.readOnly();

        String report = demo.turn("show me");

        assertThat(report).contains("could not write", "Permission denied");
        assertThat(demo.calls("plan_tool").getLast().arguments()).doesNotContain("in_progress");
    }

    @Test
    void inAReadOnlyFolderWithDataItReportsThatTheScriptCouldNotBeWritten() throws Exception {
        Files.writeString(folder.resolve("sales.csv"), table());
        tools.readOnly();

        String report = demo.turn("show me");

        assertThat(report)
                .contains("could not finish", "train.py is not there", "Permission denied");
    }

    @Test
    void itsOwnDataTakenAwayMidWayIsWrittenAgainAndTheReportSaysSo() throws Exception {
        demo.before(
                (tool, arguments) ->
                        removeWhen(arguments.contains("python3 'train.py'"), "data.csv", 1));

        String report = demo.turn("show me");

        assertThat(report).contains("vanished", "wrote it again", "after the fix");
    }

    @Test
    void theUsersDataTakenAwayMidWayEndsTheJobHonestly() throws Exception {
        Files.writeString(folder.resolve("sales.csv"), table());
        demo.before(
                (tool, arguments) ->
                        removeWhen(arguments.contains("python3 'train.py'"), "sales.csv", 9));

        String report = demo.turn("show me");

        assertThat(report).contains("could not finish", "vanished", "sales.csv");
    }

    @Test
    void dataThatCannotBeLearnedFromIsReported() throws Exception {
        Files.writeString(folder.resolve("names.csv"), "name,town\nada,london\nalan,wilmslow\n");

        String report = demo.turn("show me");

        assertThat(report).contains("could not finish", "cannot train", "numeric columns");
    }

    @Test
    void anEditThatDidNothingIsNoticed() throws Exception {
        demo.before(
                (tool, arguments) -> {
                    if (tool.equals("edit")) tools.readOnly();
                });

        String report = demo.turn("show me");

        assertThat(report).contains("fix did not reach train.py", "Permission denied");
    }

    @Test
    void withoutToolsItSaysWhatItNeeds() throws Exception {
        demo.offer("bash");

        assertThat(demo.turn("show me")).contains("read, write, edit");
    }

    @Test
    void withoutAPlanToolItDoesTheJobAllTheSame() throws Exception {
        demo.offer("bash", "read", "write", "edit");

        assertThat(demo.turn("show me")).contains("after the fix");
    }

    private int removed;

    private void removeWhen(boolean now, String name, int times) {
        if (!now || removed >= times) return;
        try {
            if (Files.deleteIfExists(folder.resolve(name))) removed++;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void onlyWith(String... commands) throws IOException {
        for (String command : commands)
            for (String place : List.of("/usr/bin", "/bin"))
                if (Files.exists(Path.of(place, command)) && !Files.exists(bin.resolve(command)))
                    Files.createSymbolicLink(bin.resolve(command), Path.of(place, command));
        tools.onlyCommandsOf(bin);
    }

    private static String table() {
        var csv = new StringBuilder("town,visitors,sales\n");
        for (int i = 0; i < 60; i++)
            csv.append(
                    String.format(Locale.ROOT, "t%d,%d,%.1f%n", i, i % 17, 3.0 * (i % 17) + i % 3));
        return csv.toString();
    }
}
