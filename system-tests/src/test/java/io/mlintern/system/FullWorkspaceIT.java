package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.cli.server.LivingProcess;
import io.mlintern.kit.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A workspace whose disk is full, and is given room again.
@ExtendWith(RunningProduct.class)
class FullWorkspaceIT {
    private static final int MEGABYTES = 4;
    private static final String NO_SPACE = "No space left on device";
    private static final String FILLS = "dd if=/dev/zero of=big bs=64k 2>/dev/null; ";
    private static final String GOOD = "this is good\n".repeat(500);
    private static final String OTHER = "this is other\n".repeat(500);

    @TempDir Path folder;
    private Path workspace;

    @BeforeEach
    void name() {
        workspace = folder.resolve("workspace");
    }

    @Test
    void whatFindsNoRoomFailsWithItsReasonAndTheSameSessionGoesOnWhenThereIsRoom(
            ProductServer server) throws IOException {
        try (var disk = SmallDisk.at(workspace, MEGABYTES);
                var provider =
                        FakeModel.playing(
                                ModelAnswer.calls(read("good.txt")),
                                ModelAnswer.says("I have read it."),
                                ModelAnswer.calls(
                                        ModelAnswer.write("good.txt", OTHER),
                                        edit("good.txt", GOOD, OTHER),
                                        ModelAnswer.write("new.txt", OTHER),
                                        bash("echo it runs")),
                                ModelAnswer.says("There is no room."),
                                ModelAnswer.calls(
                                        ModelAnswer.write("new.txt", OTHER),
                                        edit("good.txt", GOOD, OTHER),
                                        bash("echo it runs")),
                                ModelAnswer.says("Now there is."))) {
            Path good = Files.writeString(workspace.resolve("good.txt"), GOOD);
            Session session = open(server, provider, workspace);
            session.turn("look");

            disk.fill();
            var refused = outputs(session.turn("write"));
            assertThat(refused)
                    .hasSize(4)
                    .allSatisfy(output -> assertThat(text(output)).contains(NO_SPACE))
                    .allSatisfy(output -> assertThat(outcome(output)).isEqualTo("failed"));
            assertThat(good).hasContent(GOOD);
            assertThat(visible()).containsExactly(good);
            othersGoOn(server);

            disk.giveRoom();
            var done = outputs(session.turn("again"));
            assertThat(done)
                    .hasSize(3)
                    .allSatisfy(output -> assertThat(outcome(output)).isEqualTo("done"));
            assertThat(good).hasContent(OTHER);
            assertThat(workspace.resolve("new.txt")).hasContent(OTHER);
        }
    }

    @Test
    void aCommandThatFillsItsDiskEndsAsItDoesAndSaysThatOutputIsMissing(ProductServer server)
            throws IOException {
        try (var _ = SmallDisk.at(workspace, MEGABYTES);
                var provider =
                        FakeModel.playing(
                                ModelAnswer.bash("echo begun; " + FILLS + "seq 1 50000; exit 3"),
                                ModelAnswer.says("It failed."),
                                ModelAnswer.bash("echo it runs"),
                                ModelAnswer.says("Good."))) {
            Session session = open(server, provider, workspace);

            assertThat(outputs(session.turn("fill")))
                    .singleElement()
                    .satisfies(
                            output ->
                                    assertThat(text(output))
                                            .startsWith("begun")
                                            .contains("more was printed here than is kept")
                                            .endsWith("[exit code 3]"));

            Files.delete(workspace.resolve("big"));
            assertThat(outputs(session.turn("again")))
                    .singleElement()
                    .satisfies(output -> assertThat(text(output)).isEqualTo("it runs\n"));
        }
    }

    @Test
    void aCommandOnAFullDiskIsStoppedByAnInterrupt(ProductServer server) throws IOException {
        String command = FILLS + ": >full; sleep 301";
        try (var _ = SmallDisk.at(workspace, MEGABYTES);
                var provider =
                        FakeModel.playing(
                                ModelAnswer.bash("echo $$ >pid; " + command),
                                ModelAnswer.bash("echo it runs"),
                                ModelAnswer.says("Good."))) {
            Session session = open(server, provider, workspace);
            try (var reader = session.follow(Optional.of(session.ask("fill")))) {
                Awaitility.await("the disk to be full")
                        .until(() -> Files.exists(workspace.resolve("full")));
                String pid = Files.readString(workspace.resolve("pid")).strip();
                var process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

                session.submit("interrupt", Map.of());

                var events = Session.until(reader, Session::endsTurn);
                assertThat(Session.is(events.getLast(), "interrupted")).isTrue();
                assertThat(outputs(events))
                        .singleElement()
                        .satisfies(output -> assertThat(outcome(output)).isEqualTo("cancelled"));
                assertThat(LivingProcess.lives(process)).isFalse();
            }
            Files.delete(workspace.resolve("big"));
            assertThat(outputs(session.turn("again")))
                    .singleElement()
                    .satisfies(output -> assertThat(text(output)).isEqualTo("it runs\n"));
        }
    }

    private void othersGoOn(ProductServer server) throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (var provider =
                FakeModel.playing(
                        ModelAnswer.calls(ModelAnswer.write("new.txt", OTHER)),
                        ModelAnswer.says("Written."))) {
            var events = open(server, "user-of-another-disk", provider, elsewhere).turn("write");
            assertThat(Session.is(events.getLast(), "turn_complete")).isTrue();
            assertThat(elsewhere.resolve("new.txt")).hasContent(OTHER);
        }
    }

    private static Session open(ProductServer server, FakeModel provider, Path workspace) {
        return open(server, "user-of-a-full-disk", provider, workspace);
    }

    private static Session open(
            ProductServer server, String user, FakeModel provider, Path workspace) {
        Api api = Api.of(server, user);
        api.credentials(Map.of("VLLM_BASE_URL", provider.url()));
        return api.open("vllm/x", workspace);
    }

    private List<Path> visible() throws IOException {
        try (var files = Files.list(workspace)) {
            return files.filter(file -> !List.of(".ml-intern", ".filler").contains(name(file)))
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static ModelAnswer.Call read(String path) {
        return new ModelAnswer.Call("read", Map.of("path", path));
    }

    private static ModelAnswer.Call bash(String command) {
        return new ModelAnswer.Call("bash", Map.of("command", command));
    }

    private static ModelAnswer.Call edit(String path, String before, String after) {
        return new ModelAnswer.Call(
                "edit", Map.of("path", path, "old_str", before, "new_str", after));
    }

    private static List<JsonNode> outputs(List<JsonNode> events) {
        return events.stream()
                .filter(event -> Session.is(event, "tool_output"))
                .map(event -> event.path("data"))
                .toList();
    }

    private static String text(JsonNode output) {
        return output.path("output").asText();
    }

    private static String outcome(JsonNode output) {
        return output.path("outcome").asText();
    }
}
