package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static io.mlintern.orchestrator.api.OrchestratorServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.ToolName;
import io.mlintern.kit.testing.TestPostgres;
import java.math.BigDecimal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CatalogIT {
    /// Waits until the catalog has a session's facts up to `seq`.
    static void awaitSeq(SessionId session, long seq) {
        await().atMost(Duration.ofSeconds(20)).until(() -> lastSeq(session) >= seq);
    }

    @Test
    void theTranscriptTheStateAndTheUsageComeOutOfTheFacts() {
        var session = SessionsIT.open(ANNA);
        var call = CallId.ofModel(session, 1, 1);
        var tool = CallId.ofTool(session, 1, 1, 0);
        new PlayedEngine(session)
                .fact(
                        new Fact.UserMessage(
                                new OperationId("op-1"), "Summarise  the\nfolder, please"))
                .fact(new Fact.Processing("", 1))
                .fact(
                        new Fact.AssistantMessage(
                                call,
                                "looking",
                                List.of(
                                        new Fact.RequestedCall(
                                                tool,
                                                new ToolName("read"),
                                                JsonObject.EMPTY,
                                                Optional.empty())),
                                Optional.of("hidden"),
                                "tool_calls",
                                true,
                                1))
                .fact(llmCall(call))
                .fact(
                        new Fact.ToolOutput(
                                new ToolName("read"),
                                tool,
                                "with a \u0000 in it",
                                true,
                                CallOutcome.Kind.DONE));
        awaitSeq(session, 5);

        var state = SessionsIT.json(get(ANNA, "/api/sessions/" + session));
        assertThat(state.get("state").textValue()).isEqualTo("processing");
        assertThat(state.get("title").textValue()).isEqualTo("Summarise the folder, please");
        assertThat(state.get("usage").get("total_tokens").intValue()).isEqualTo(15);
        assertThat(state.get("usage").get("cost_usd").decimalValue()).isEqualByComparingTo("0.25");
        var messages =
                SessionsIT.json(get(ANNA, "/api/sessions/" + session + "/messages?waitFor=op-1"));
        assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant", "tool");
        assertThat(messages.toString()).doesNotContain("hidden");
        assertThat(messages.at("/messages/1/tool_calls/0/function/name").textValue())
                .isEqualTo("read");
    }

    @Test
    void aFactThatComesTwiceIsProjectedOnce() {
        var session = SessionsIT.open(ANNA);
        var call = CallId.ofModel(session, 1, 1);
        new PlayedEngine(session)
                .fact(new Fact.UserMessage(new OperationId("op-1"), "hello"))
                .factAt(2, llmCall(call))
                .factAt(2, llmCall(call))
                .factAt(1, new Fact.UserMessage(new OperationId("op-1"), "hello"))
                .factAt(3, new Fact.Interrupted());
        awaitSeq(session, 3);

        var state = SessionsIT.json(get(ANNA, "/api/sessions/" + session));
        assertThat(state.get("usage").get("calls").intValue()).isEqualTo(1);
        assertThat(
                        SessionsIT.json(get(ANNA, "/api/sessions/" + session + "/messages"))
                                .findValues("role"))
                .hasSize(1);
    }

    @Test
    void aGapStopsTheSessionUntilTheMissingFactComes() {
        var session = SessionsIT.open(ANNA);
        var user = new Fact.UserMessage(new OperationId("op-1"), "hello");
        var engine = new PlayedEngine(session).fact(user).factAt(3, new Fact.Ready("", 1));
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                number(
                                                "SELECT coalesce(gap_at, 0) FROM orchestrator.session",
                                                session)
                                        == 3);

        assertThat(lastSeq(session)).isEqualTo(1);

        engine.factAt(2, new Fact.Ready("", 0)).factAt(3, new Fact.Ready("", 1));
        awaitSeq(session, 3);
        assertThat(number("SELECT coalesce(gap_at, 0) FROM orchestrator.session", session))
                .isZero();
    }

    @Test
    void theEnginesQuestionForASessionIsAnsweredOutOfItsRow() {
        var session = SessionsIT.open(ANNA);
        var opened = TopicReader.operations(session, 1).getFirst().operation();
        new PlayedEngine(session).signal(new Signal.LoadRequested());
        assertThat(TopicReader.operations(session, 2))
                .extracting(SubmittedOperation::operation)
                .containsExactly(opened, opened);
    }

    @Test
    void aSessionThatNobodyKnowsOrThatHasFactsAlreadyIsNotOpenedAnew() {
        var unknown = SessionId.random(new Random());
        new PlayedEngine(unknown).signal(new Signal.LoadRequested());
        assertThat(TopicReader.operations(unknown, 1))
                .extracting(SubmittedOperation::operation)
                .containsExactly(new Operation.SessionNotLoaded("there is no such session"));
        var session = SessionsIT.open(ANNA);
        new PlayedEngine(session)
                .fact(new Fact.UserMessage(new OperationId("op-1"), "hello"))
                .signal(new Signal.LoadRequested());
        assertThat(TopicReader.operations(session, 2).getLast().operation())
                .isInstanceOf(Operation.SessionNotLoaded.class);
    }

    private static Fact.LlmCall llmCall(CallId call) {
        return new Fact.LlmCall(
                new ModelId("script/demo"),
                12,
                "stop",
                Optional.of(new BigDecimal("0.25")),
                "main",
                10,
                5,
                15,
                0,
                0,
                call,
                1);
    }

    private static long lastSeq(SessionId session) {
        return number("SELECT last_seq FROM orchestrator.session", session);
    }

    private static long number(String select, SessionId session) {
        try (var connection = DriverManager.getConnection(TestPostgres.url(), "postgres", "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(select + " WHERE id = '" + session + "'")) {
            return rows.next() ? rows.getLong(1) : -1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
