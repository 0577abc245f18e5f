package io.mlintern.orchestrator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.UnreadableRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recorded sessions fold, for ever, to the end states that stand beside them: what an event means is frozen once it is
/// written. A recording is never changed; `-Dengine.sessions.record=true` writes those that do not exist yet.
class RecordedSessionsTest {
    private static final Path FOLDER = Path.of("src/test/resources/sessions");

    @ParameterizedTest
    @ValueSource(strings = {"tools-and-plan", "interrupted", "failures-and-settings"})
    void aRecordedSessionFoldsToItsEndState(String name) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(name + ".ndjson"), UTF_8);
        Optional<SessionState> state = Optional.empty();
        long seq = 0;
        for (String line : lines) {
            SessionEvent event = read(line);
            assertThat(new String(Codec.value(event), UTF_8)).isEqualTo(line);
            state = Optional.of(fold(state, event));
            assertThat(state.get().seq()).isEqualTo(++seq);
            assertThat(Json.mapper().readValue(json(state.get()), SessionState.class))
                    .as("stored and read after %s", line)
                    .isEqualTo(state.get());
        }
        assertThat(Json.mapper().readTree(json(state.orElseThrow())))
                .isEqualTo(
                        Json.mapper()
                                .readTree(Files.readString(FOLDER.resolve(name + ".state.json"))));
    }

    @Test
    void recordsWhatIsNotRecordedYet() throws IOException {
        if (Boolean.getBoolean("engine.sessions.record")) {
            record("tools-and-plan", toolsAndPlan());
            record("interrupted", interrupted());
            record("failures-and-settings", failuresAndSettings());
        }
        assertThat(FOLDER).isNotEmptyDirectory();
    }

    private static SessionScenario toolsAndPlan() {
        var session = SessionScenario.opened().user("train a model");
        session.answers(
                "first a plan",
                SessionScenario.call("plan_tool", plan("in_progress")),
                SessionScenario.call("bash", "{\"command\":\"ls\"}"),
                SessionScenario.call("read", "{\"path\":\"ü.txt\"}"));
        session.later(Duration.ofSeconds(2)).done(SessionScenario.toolCall(1, 1, 2), "text\u0000");
        session.user("and then?").done(SessionScenario.toolCall(1, 1, 1), "files");
        session.answers("done so far");
        session.answers("", SessionScenario.call("plan_tool", plan("completed")));
        return session.answers("all done").answers("nothing more");
    }

    private static SessionScenario interrupted() {
        var session = SessionScenario.opened().user("go");
        session.answers("", SessionScenario.call("bash", "{}"), SessionScenario.call("bash", "{}"));
        session.done(SessionScenario.toolCall(1, 1, 0), "kept").submit(new Operation.Interrupt());
        var deadline = session.deadline();
        session.submit(new Operation.Interrupt()).later(Duration.ofSeconds(11));
        session.input(new SessionInput.DeadlinePassed(deadline));
        session.tool(SessionScenario.toolCall(1, 1, 1), CallOutcome.Kind.FAILED, "it had failed");
        session.user("again").submit(new Operation.Interrupt());
        session.settles(new ModelResult.Cancelled("half an ans", true));
        return session.submit(new Operation.Shutdown());
    }

    private static SessionScenario failuresAndSettings() {
        var session = SessionScenario.opened(3).submit(new Operation.Rename("a title"));
        session.submit(new Operation.Undo()).user("go").submit(new Operation.SetEffort("high"));
        session.answers(
                "", SessionScenario.call("write", "{"), SessionScenario.call("hf_jobs", "{}"));
        session.settles(SessionScenario.answer("p", "length", SessionScenario.call("bash", "{")));
        session.answers("", SessionScenario.call("nope", "{}"), SessionScenario.call("", "["));
        session.user("again");
        return session.settles(new ModelResult.Failed(ErrorCode.OVERLOADED, "busy", 9));
    }

    private static String plan(String status) {
        return "{\"todos\":[{\"id\":\"1\",\"content\":\"look\",\"status\":\"" + status + "\"}]}";
    }

    private static void record(String name, SessionScenario session) throws IOException {
        Path log = FOLDER.resolve(name + ".ndjson");
        if (Files.exists(log)) {
            return;
        }
        Files.createDirectories(FOLDER);
        Files.writeString(
                log,
                session.log().stream()
                        .map(event -> new String(Codec.value(event), UTF_8) + "\n")
                        .collect(Collectors.joining()));
        Files.writeString(
                FOLDER.resolve(name + ".state.json"),
                Json.mapper().readTree(json(session.state())).toPrettyString() + "\n");
    }

    private static String json(SessionState state) throws IOException {
        return Json.mapper().writeValueAsString(state);
    }

    private static SessionState fold(Optional<SessionState> before, SessionEvent event) {
        return before.map(known -> SessionReducer.apply(known, event))
                .orElseGet(() -> SessionReducer.open(event, SessionScenario.ADA));
    }

    private static SessionEvent read(String line) {
        try {
            return Codec.readEvent(line.getBytes(UTF_8));
        } catch (UnreadableRecord e) {
            throw new UncheckedIOException(new IOException("a recorded event cannot be read", e));
        }
    }
}
