package io.mlintern.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final SessionId SESSION = new SessionId("abcdefghij0123456789");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Actor ACTOR = new Actor("local", "ada");

    @Test
    void anEventHasTheSixMembersOfTheContractAndNoOthers() {
        var event =
                SessionEvent.fact(
                        SESSION,
                        7,
                        NOON,
                        2,
                        new Fact.ToolOutput(
                                new ToolName("bash"),
                                CallId.ofTool(SESSION, 2, 1, 0),
                                "hi",
                                true,
                                CallOutcome.Kind.DONE));
        assertThat(new String(Codec.value(event), UTF_8))
                .isEqualTo(
                        """
                        {"event_type":"tool_output","session_id":"abcdefghij0123456789","seq":7,\
                        "time":"2026-01-02T12:00:00Z","turn":2,"data":{"tool":"bash",\
                        "tool_call_id":"abcdefghij0123456789-2-1-0","output":"hi","success":true,"outcome":"done"}}""");
    }

    @Test
    void everyKindOfRecordIsReadBackAsItWasWritten() throws Exception {
        for (Message message : samples()) {
            var sent = Envelope.of("id-1", "orchestrator", NOON, ACTOR, message);
            var wire = Codec.write(sent);
            assertThat(Codec.read(wire.headers(), wire.value())).isEqualTo(sent);
        }
    }

    @Test
    void missingListsAndOptionalMembersAreReadAsEmpty() throws Exception {
        var wire =
                """
                {"type":"model_settled","session_id":"abcdefghij0123456789",
                 "call_id":"abcdefghij0123456789-1-1-m","attempt":1,"outcome":{"kind":"answered",
                 "content":"x","finish_reason":"stop","streamed":true,"latency_ms":3,"later":1,
                 "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,
                 "cache_read_tokens":0,"cache_creation_tokens":0}}}""";
        var read = Codec.read(headers("io.mlintern.model.model_settled.v1"), wire.getBytes(UTF_8));
        var settled = (ModelResult.ModelSettled) read.message();
        var answered = (ModelResult.Answered) settled.outcome();
        assertThat(answered.toolCalls()).isEmpty();
        assertThat(answered.reasoning()).isEmpty();
    }

    @Test
    void aTypeOfALaterVersionIsNamedAsUnknown() {
        var failure =
                catchThrowableOfType(
                        UnreadableRecord.class,
                        () ->
                                Codec.read(
                                        headers("io.mlintern.event.something_new.v1"),
                                        "{}".getBytes(UTF_8)));
        assertThat(failure.reason()).isEqualTo(UnreadableRecord.Reason.UNKNOWN_TYPE);
    }

    @Test
    void garbageIsMalformedAndItsTextIsNotRepeated() {
        var failure =
                catchThrowableOfType(
                        UnreadableRecord.class,
                        () ->
                                Codec.read(
                                        headers("io.mlintern.tool.tool_call.v1"),
                                        "{\"secret\":\"sk-1\"}".getBytes(UTF_8)));
        assertThat(failure.reason()).isEqualTo(UnreadableRecord.Reason.MALFORMED);
        assertThat(failure).hasMessageNotContaining("sk-1");
    }

    @Test
    void aMissingMemberThatIsNotOptionalIsMalformed() {
        for (String data : List.of("{}", "null", "{\"text\":null}")) {
            var wire =
                    "{\"op_type\":\"user_input\",\"operation_id\":\"1\",\"session_id\":\"%s\",\"data\":%s}"
                            .formatted(SESSION, data);
            var failure =
                    catchThrowableOfType(
                            UnreadableRecord.class,
                            () ->
                                    Codec.read(
                                            headers("io.mlintern.operation.user_input.v1"),
                                            wire.getBytes(UTF_8)));
            assertThat(failure.reason()).as(data).isEqualTo(UnreadableRecord.Reason.MALFORMED);
        }
    }

    @Test
    void halfACharacterBecomesAQuestionMarkAndNoFailure() {
        var operation =
                new SubmittedOperation(
                        new OperationId("op"), SESSION, new Operation.UserInput("a\ud83d"));
        assertThat(new String(Codec.value(operation), UTF_8)).contains("\"text\":\"a?\"");
        assertThat(JsonObject.parse("{\"a\":\"\\ud83d\"}")).isEmpty();
    }

    @Test
    void argumentsAreNestedAtMostHalfAsDeepAsARecord() {
        String fits = "[".repeat(98) + "]".repeat(98);
        assertThat(JsonObject.parse("{\"a\":" + fits + "}")).isPresent();
        assertThat(JsonObject.parse("{\"a\":[[" + fits + "]]}")).isEmpty();
    }

    @Test
    void textThatIsNotOneJsonObjectIsNoArguments() {
        assertThat(JsonObject.parse("")).contains(JsonObject.EMPTY);
        assertThat(JsonObject.parse(" {\"a\": 1.50} "))
                .hasValueSatisfying(json -> assertThat(json.text()).isEqualTo("{\"a\":1.50}"));
        for (String bad : List.of("[1]", "{\"a\":1", "null", "7", "{} {}", "{\"a\":1,\"a\":2}")) {
            assertThat(JsonObject.parse(bad)).as(bad).isEmpty();
        }
    }

    private static Map<String, String> headers(String type) {
        return Map.of(
                Codec.CE_TYPE, type,
                Codec.CE_ID, "1",
                Codec.CE_SOURCE, "/mlintern/test",
                Codec.CE_TIME, NOON.toString(),
                Codec.CE_TENANT, "local",
                Codec.CE_ACTOR, "ada");
    }

    private static List<Message> samples() {
        var call = CallId.ofTool(SESSION, 1, 2, 0);
        var model = CallId.ofModel(SESSION, 1, 2);
        var arguments = JsonObject.of(Map.of("command", "echo \"ü\n\""));
        return List.of(
                new SubmittedOperation(
                        new OperationId("op"), SESSION, new Operation.UserInput("hé\u0000llo")),
                new SubmittedOperation(new OperationId("op"), SESSION, new Operation.Shutdown()),
                SessionEvent.signal(SESSION, NOON, 1, new Signal.AssistantChunk("x", model, 1, 0)),
                SessionEvent.fact(
                        SESSION,
                        1,
                        NOON,
                        1,
                        new Fact.TurnComplete(3, Optional.empty(), Fact.TurnEnd.ITERATION_LIMIT)),
                new ToolResult.ToolSettled(
                        SESSION, call, 1, new CallOutcome(CallOutcome.Kind.FAILED, "no")),
                new ToolCall(
                        call,
                        SESSION,
                        1,
                        new ToolName("bash"),
                        arguments,
                        new Workspace(Workspace.Kind.LOCAL, Optional.of("/tmp")),
                        "ada",
                        false,
                        "v",
                        Optional.empty()),
                new ModelResult.ModelSettled(
                        SESSION,
                        model,
                        2,
                        new ModelResult.Failed(ErrorCode.RATE_LIMIT, "slow down", 12)),
                new CancelCall(call, SESSION));
    }
}
