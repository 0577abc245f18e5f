package io.mlintern.tools.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CallOutcome.Kind;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.ToolName;
import io.mlintern.protocol.ToolResult;
import io.mlintern.tools.Tools;
import io.mlintern.tools.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One worker on a real broker and a real PostgreSQL.
class ToolWorkerIT {
    private static final String POLICY =
            """
            policy: trial
            language: 1
            rules:
              - name: asked
                when: tool == 'write' && arguments.path == 'asked'
                verdict: ask
                reason: This file is asked about.
                approvers:
                  - needed: 1
                    from: [owner]
                expires: PT1H
              - name: denied
                when: tool == 'write' && arguments.path == 'denied'
                verdict: deny
                reason: This file is not touched.
              - name: rest
                when: 'true'
                verdict: allow
                reason: Free.
            """;

    @TempDir static Path workspace;
    private static Engine engine;
    private static Workers workers;
    private static ToolWorker worker;

    @BeforeAll
    static void aWorkerIsNotReadyWithoutAPolicyAndThenIs() throws Exception {
        var clients =
                new KafkaClients(new KafkaSettings(TestKafka.bootstrap(), "worker.", 2, "one"));
        var database = TestPostgres.emptySchema("tool_service");
        engine = new Engine(clients, workspace);
        workers = new Workers();
        var early = engine.call("bash", Map.of("command", "touch early"));
        var starting =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return workers.start(clients, database);
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        });
        await().atMost(Duration.ofSeconds(60)).until(() -> engine.messages().size() >= 4);
        assertThat(starting).isNotDone();
        assertThat(workspace.resolve("early")).doesNotExist();

        engine.policy(POLICY);
        worker = starting.get();
        await().atMost(Duration.ofSeconds(20)).until(worker::isReady);
        assertThat(engine.outcome(early).kind()).isEqualTo(Kind.DONE);
    }

    @AfterAll
    static void close() {
        workers.close();
        engine.close();
    }

    @Test
    void allToolsAreAnnouncedInTheirOrder() {
        var descriptors =
                engine.messages().stream()
                        .filter(ToolDescriptor.class::isInstance)
                        .map(ToolDescriptor.class::cast)
                        .toList();

        assertThat(descriptors)
                .extracting(ToolDescriptor::name)
                .containsExactlyElementsOf(Tools.all(Map.of()).stream().map(Tool::name).toList());
        assertThat(descriptors).allMatch(tool -> tool.version().length() == 16);
    }

    @Test
    void aCallIsCarriedOutAndToldOnce() {
        CallId call = engine.call("bash", Map.of("command", "echo x >> once; echo done"));
        assertThat(engine.outcome(call)).isEqualTo(new CallOutcome(Kind.DONE, "done\n"));

        engine.call(call, "bash", Map.of("command", "echo x >> once; echo done"));
        assertThat(engine.outcome(engine.call("read", Map.of("path", "once"))).output())
                .isEqualTo("     1\tx\n");
        assertThat(engine.settled(call)).hasSize(1);
    }

    @Test
    void callsRunBesideEachOther() {
        var first = engine.call("bash", Map.of("command", "until [ -e b ]; do sleep 0.1; done"));
        var second = engine.call("bash", Map.of("command", "touch b"));

        assertThat(engine.outcome(second).kind()).isEqualTo(Kind.DONE);
        assertThat(engine.outcome(first).kind()).isEqualTo(Kind.DONE);
    }

    @Test
    void whatDoesNotFitTheSchemaOrHasNoToolIsRefused() {
        var bad = engine.call("bash", Map.of("cmd", "ls"));
        var unknown = engine.call("hf_jobs", Map.of());

        assertThat(engine.outcome(bad).kind()).isEqualTo(Kind.REFUSED);
        assertThat(engine.outcome(bad).output())
                .contains("\"command\" is missing", "there is no argument \"cmd\"");
        assertThat(engine.outcome(unknown).kind()).isEqualTo(Kind.REFUSED);
        assertThat(engine.outcome(unknown).output()).startsWith("There is no tool hf_jobs. ");
    }

    @Test
    void whatPolicyAsksAboutOrDeniesIsRefusedWithItsReason() {
        var asked = engine.call("write", Map.of("path", "asked", "content", "x"));
        var denied = engine.call("write", Map.of("path", "denied", "content", "x"));

        assertThat(engine.outcome(asked))
                .isEqualTo(
                        new CallOutcome(
                                Kind.REFUSED,
                                "This call needs a person's approval: This file is asked about."));
        assertThat(engine.outcome(denied))
                .isEqualTo(
                        new CallOutcome(
                                Kind.REFUSED,
                                "Policy does not allow this call: This file is not touched."));
        assertThat(workspace.resolve("asked")).doesNotExist();
        assertThat(workspace.resolve("denied")).doesNotExist();
    }

    @Test
    void aCallJudgedByAnotherPolicyIsSentBackRunsNotAndMayComeAgain() {
        String newest = engine.policyVersion();
        engine.judgesBy("older");
        var call = engine.call("write", Map.of("path", "denied", "content", "x"));
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                engine.messages().stream()
                                        .filter(ToolResult.PolicyChanged.class::isInstance)
                                        .map(ToolResult.PolicyChanged.class::cast)
                                        .filter(back -> back.callId().equals(call))
                                        .map(ToolResult.PolicyChanged::policyVersion)
                                        .toList()
                                        .equals(List.of(newest)));
        assertThat(workspace.resolve("denied")).doesNotExist();

        engine.judgesBy(newest);
        engine.call(call, "write", Map.of("path", "allowed-later", "content", "x"));
        assertThat(engine.outcome(call).kind()).isEqualTo(Kind.DONE);
        assertThat(engine.settled(call)).hasSize(1);
        assertThat(workspace.resolve("allowed-later")).exists();
    }

    @Test
    void noSecretLeaves() throws Exception {
        Files.writeString(workspace.resolve(".env"), "DB_PASSWORD='open sesame'\nPLAIN=visible\n");
        String key = "hf_" + "a".repeat(34);

        var call =
                engine.call(
                        "bash",
                        Map.of(
                                "command",
                                "cat .env; echo " + Workers.CREDENTIAL + " " + key + "; sleep 5"));

        assertThat(engine.outcome(call).output())
                .isEqualTo(
                        "DB_PASSWORD='[REDACTED]'\nPLAIN=visible\n[REDACTED] [REDACTED_HF_TOKEN]\n");
        assertThat(List.of("tool.results", "events"))
                .allSatisfy(
                        topic ->
                                assertThat(engine.records(topic))
                                        .isNotEmpty()
                                        .map(r -> new String(r.value(), StandardCharsets.UTF_8))
                                        .noneMatch(
                                                text ->
                                                        text.contains("sesame")
                                                                || text.contains("hunter2")
                                                                || text.contains(key)));
    }

    @Test
    void onlyLongCallsSayThatTheyRunAndShowTheirLastLine() {
        var brief = engine.call("bash", Map.of("command", "true"));
        var lasting = engine.call("bash", Map.of("command", "echo epoch 7; sleep 4"));
        engine.outcome(brief);
        engine.outcome(lasting);

        assertThat(engine.messages())
                .filteredOn(ToolResult.ToolStarted.class::isInstance)
                .extracting(message -> ((ToolResult.ToolStarted) message).callId())
                .contains(lasting)
                .doesNotContain(brief);
        assertThat(engine.messages())
                .filteredOn(SessionEvent.class::isInstance)
                .extracting(event -> ((SessionEvent) event).data())
                .contains(
                        new Signal.ToolLog(
                                new ToolName("bash"),
                                "epoch 7",
                                java.util.Optional.of(lasting),
                                java.util.Optional.empty(),
                                java.util.Optional.empty()));
    }

    @Test
    void aRunningCallIsCancelledWithWhatItStarted() {
        var call = engine.call("bash", Map.of("command", "echo $$ > pid; echo begun; sleep 300"));
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(workspace.resolve("pid")));

        engine.cancel(call);

        assertThat(engine.outcome(call))
                .isEqualTo(new CallOutcome(Kind.CANCELLED, "begun\n[stopped: cancelled]"));
    }

    @Test
    void aCallCancelledBeforeItIsHandedOutNeverRuns() {
        CallId call = engine.next();
        engine.cancel(call);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                TestPostgres.count(
                                                "SELECT count(*) FROM tool_service.run WHERE call_id = '"
                                                        + call
                                                        + "'")
                                        == 1);

        engine.call(call, "bash", Map.of("command", "touch ran"));

        assertThat(engine.outcome(call).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(workspace.resolve("ran")).doesNotExist();
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndBlocksNothing() {
        engine.garbage();
        var call = engine.call("bash", Map.of("command", "echo on"));

        assertThat(engine.outcome(call).output()).isEqualTo("on\n");
        await().until(() -> !engine.records("tool.calls.dlq").isEmpty());
        assertThat(engine.records("tool.calls.dlq").getFirst().value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("no call");
        await().until(() -> worker.deadLetters() == 1);
    }

    @Test
    void theBacklogAndTheSlotsAreKnown() {
        assertThat(worker.slots()).isEqualTo(4);
        await().atMost(Duration.ofSeconds(20)).until(() -> worker.backlog() == 0);
        assertThat(worker.counters().claimed()).isPositive();
    }
}
