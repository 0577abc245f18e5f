package io.mlintern.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CallOutcome.Kind;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.SessionId;
import io.mlintern.tools.tool.Arguments;
import io.mlintern.tools.tool.Tool;
import io.mlintern.tools.tool.ToolInvocation;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileToolsTest {
    private static final SessionId SESSION = new SessionId("abcdefghijklmnopqrst");
    private static final SessionId OTHER = new SessionId("tsrqponmlkjihgfedcba");

    @TempDir Path workspace;

    private final Changes changes = new Changes(System.getenv());
    private final Tool read = new ReadTool();
    private final Tool write = new WriteTool(changes);
    private final Tool edit = new EditTool(changes);
    private int calls;

    @Test
    void linesAreNumberedAsEditorsDo() throws Exception {
        file("a.txt", "\uFEFFone\r\ntwo\u2028still two\nthree");

        assertThat(output(read, Map.of("path", "a.txt")))
                .isEqualTo("     1\tone\n     2\ttwo\u2028still two\n     3\tthree\n");
    }

    @Test
    void aWindowSaysWhatIsLeftOut() throws Exception {
        file("a.txt", "1\n2\n3\n4\n5\n");

        assertThat(output(read, Map.of("path", "a.txt", "offset", 2, "limit", 2)))
                .isEqualTo("     2\t2\n     3\t3\n(The file has 5 lines; go on with offset=4)");
        assertThat(output(read, Map.of("path", "a.txt", "offset", 9)))
                .isEqualTo("(nothing to show from line 9 on. The file has 5 lines.)");
        assertThat(output(read, Map.of("path", file("empty", "").toString())))
                .isEqualTo("(the file is empty)");
    }

    @Test
    void longLinesAndLongFilesAreCut() throws Exception {
        file("line", "x".repeat(5_000));
        file("file", ("y".repeat(999) + "\n").repeat(1_000));

        assertThat(output(read, Map.of("path", "line")))
                .isEqualTo("     1\t" + "x".repeat(4_000) + "...\n");
        assertThat(output(read, Map.of("path", "file")))
                .hasSizeLessThan(202_000)
                .endsWith("(The file has 1,000 lines; go on with offset=199)");
    }

    @Test
    void whatIsNoTextIsRefusedInWords() throws Exception {
        Files.write(workspace.resolve("bin"), new byte[] {1, 0, 2});

        assertThat(run(read, Map.of("path", "none")))
                .isEqualTo(failed("There is no file " + workspace + "/none."));
        assertThat(output(read, Map.of("path", "."))).contains("is a folder");
        assertThat(output(read, Map.of("path", "bin"))).contains("is not text (3 bytes, ");
    }

    @Test
    void malformedBytesShowAndSurviveAnEdit() throws Exception {
        Path file = workspace.resolve("latin");
        Files.write(file, new byte[] {'a', (byte) 0xE9, '\n', 'b', '\n', (byte) 0xF0, (byte) 0x9F});

        assertThat(output(read, Map.of("path", "latin"))).startsWith("     1\ta\uFFFD\n");
        assertThat(run(edit, Map.of("path", "latin", "old_str", "b", "new_str", "cé")).success())
                .isTrue();

        assertThat(Files.readAllBytes(file))
                .containsExactly('a', 0xE9, '\n', 'c', 0xC3, 0xA9, '\n', 0xF0, 0x9F);
    }

    @Test
    void aFileIsChangedOnlyAfterThisSessionHasReadIt() throws Exception {
        file("a.txt", "old");
        var unread =
                failed(
                        workspace.resolve("a.txt").toRealPath()
                                + " exists and was not read yet. Read it first.");

        assertThat(run(write, Map.of("path", "a.txt", "content", "new"))).isEqualTo(unread);
        assertThat(run(edit, Map.of("path", "a.txt", "old_str", "old", "new_str", "new")))
                .isEqualTo(unread);
        run(read, Map.of("path", "a.txt"), OTHER);
        assertThat(run(write, Map.of("path", "a.txt", "content", "new"))).isEqualTo(unread);
        run(read, Map.of("path", "./a.txt"));
        assertThat(run(write, Map.of("path", "a.txt", "content", "new")).success()).isTrue();
        assertThat(workspace.resolve("a.txt")).hasContent("new");
    }

    @Test
    void whatWasReadIsStillKnownAfterARestart() throws Exception {
        file("a.txt", "old");
        run(read, Map.of("path", "a.txt"));

        var restarted = new WriteTool(new Changes(Map.of()));

        assertThat(run(restarted, Map.of("path", "a.txt", "content", "new")).success()).isTrue();
    }

    @Test
    void aNewFileIsWrittenWithItsFoldersAndMayBeChangedAtOnce() throws Exception {
        assertThat(run(write, Map.of("path", "x/y/a.txt", "content", "hé😀")))
                .isEqualTo(done("Wrote 3 characters to " + workspace + "/x/y/a.txt."));
        assertThat(output(edit, Map.of("path", "x/y/a.txt", "old_str", "hé", "new_str", "")))
                .isEqualTo("Edited 1 place in " + workspace + "/x/y/a.txt.");
        assertThat(workspace.resolve("x/y/a.txt")).hasContent("😀");
    }

    @Test
    void modeLinksAndLineEndingsStay() throws Exception {
        Path script = file("run.sh", "a\r\nb\r\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
        Path link = Files.createSymbolicLink(workspace.resolve("link"), Path.of("run.sh"));
        run(read, Map.of("path", "link"));

        run(edit, Map.of("path", "link", "old_str", "a\nb", "new_str", "c\nd"));

        assertThat(link).isSymbolicLink();
        assertThat(script)
                .hasBinaryContent("c\r\nd\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rwxr-x--x");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aLinkToAMissingFileIsWrittenThrough() throws Exception {
        Files.createSymbolicLink(workspace.resolve("link"), Path.of("target"));

        run(write, Map.of("path", "link", "content", "x"));

        assertThat(workspace.resolve("link")).isSymbolicLink();
        assertThat(workspace.resolve("target")).hasContent("x");
    }

    @Test
    void parallelEditsOfOneFileAllArrive() throws Exception {
        file("a.txt", "start\n");
        run(read, Map.of("path", "a.txt"));
        List<Future<CallOutcome>> outcomes = new ArrayList<>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                var call =
                        invocation(
                                Map.of(
                                        "path",
                                        "a.txt",
                                        "old_str",
                                        "start\n",
                                        "new_str",
                                        i + "\n",
                                        "mode",
                                        "append_after"),
                                SESSION);
                outcomes.add(threads.submit(() -> edit.run(call)));
            }
        }

        for (var outcome : outcomes) assertThat(outcome.get().success()).isTrue();
        assertThat(Files.readAllLines(workspace.resolve("a.txt")))
                .hasSize(41)
                .doesNotHaveDuplicates();
    }

    @Test
    void anEditWhoseWorkerDiedAfterTheChangeIsNotMadeAgain() throws Exception {
        file("a.txt", "x");
        run(read, Map.of("path", "a.txt"));
        var call = invocation(Map.of("path", "a.txt", "old_str", "x", "new_str", "xx"), SESSION);
        var first = edit.run(call);

        var again = edit.run(startedBefore(call));

        assertThat(again).isEqualTo(first);
        assertThat(workspace.resolve("a.txt")).hasContent("xx");
    }

    @Test
    void anEditWhoseWorkerDiedBeforeTheChangeIsMade() throws Exception {
        file("a.txt", "x");
        run(read, Map.of("path", "a.txt"));
        var call = invocation(Map.of("path", "a.txt", "old_str", "x", "new_str", "xx"), SESSION);

        assertThat(edit.run(startedBefore(call)).success()).isTrue();
        assertThat(workspace.resolve("a.txt")).hasContent("xx");
    }

    @Test
    void aWriteOfANewFileWhoseWorkerDiedIsNotTakenForForeign() throws Exception {
        var call = invocation(Map.of("path", "a.txt", "content", "x"), SESSION);
        var first = write.run(call);
        Files.delete(new WorkspaceFolder(workspace).state().session(SESSION).resolve("read-files"));

        assertThat(write.run(startedBefore(call))).isEqualTo(first);
    }

    @Test
    void aWriteThatWasPausedUntilAnotherWorkerHadMadeItChangesNothing() throws Exception {
        var call = invocation(Map.of("path", "a.txt", "content", "x"), SESSION);
        write.run(startedBefore(call));
        file("a.txt", "gone on from x");

        assertThat(write.run(call).success()).isFalse();
        assertThat(workspace.resolve("a.txt")).hasContent("gone on from x");
    }

    @Test
    void looseMatchesAreSaid() throws Exception {
        file("a.py", "if a:\n    b()\n    c()\n");
        run(read, Map.of("path", "a.py"));

        assertThat(output(edit, Map.of("path", "a.py", "old_str", "b()\nc()", "new_str", "d()")))
                .isEqualTo("Edited 1 place in " + workspace + "/a.py (overlooking indentation).");
        assertThat(workspace.resolve("a.py")).hasContent("if a:\n    d()");
    }

    @Test
    void pythonThatDoesNotParseIsWrittenWithAWarning() throws Exception {
        String output = output(write, Map.of("path", "a.py", "content", "def f(:\n  pass\n"));

        assertThat(output)
                .startsWith("Wrote ")
                .contains("Warnings:\n- Python syntax error, line 1: ");
        assertThat(output(write, Map.of("path", "b.py", "content", "import os\nos.abort()\n")))
                .doesNotContain("Warnings");
        assertThat(output(write, Map.of("path", "c.py", "content", "TrainingArguments()")))
                .contains("no push_to_hub", "no hub_model_id");
        try (var files = Files.list(workspace)) {
            assertThat(files.map(p -> p.getFileName().toString())).doesNotContain("__pycache__");
        }
    }

    @Test
    void aRefusedEditChangesNothing() throws Exception {
        file("a.txt", "x x");
        run(read, Map.of("path", "a.txt"));

        assertThat(run(edit, Map.of("path", "a.txt", "old_str", "x", "new_str", "y")).kind())
                .isEqualTo(Kind.FAILED);
        assertThat(workspace.resolve("a.txt")).hasContent("x x");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(workspace.resolve(name), content);
    }

    private List<String> leftovers() throws IOException {
        try (var files = Files.list(workspace)) {
            return files.map(Path::toString).filter(name -> name.endsWith(".tmp")).toList();
        }
    }

    private String output(Tool tool, Map<String, ?> arguments) throws Exception {
        return run(tool, arguments).output();
    }

    private CallOutcome run(Tool tool, Map<String, ?> arguments) throws Exception {
        return run(tool, arguments, SESSION);
    }

    private CallOutcome run(Tool tool, Map<String, ?> arguments, SessionId session)
            throws Exception {
        return tool.run(invocation(arguments, session));
    }

    private ToolInvocation invocation(Map<String, ?> arguments, SessionId session) {
        return ToolInvocation.first(
                CallId.ofTool(session, 1, 1, calls++),
                JsonObject.of(arguments),
                new WorkspaceFolder(workspace));
    }

    private static ToolInvocation startedBefore(ToolInvocation call) {
        return new ToolInvocation(
                call.call(),
                true,
                new Arguments(call.arguments().members()),
                call.workspace(),
                call.progress(),
                () -> false);
    }

    private static CallOutcome failed(String text) {
        return new CallOutcome(Kind.FAILED, text);
    }

    private static CallOutcome done(String text) {
        return new CallOutcome(Kind.DONE, text);
    }
}
