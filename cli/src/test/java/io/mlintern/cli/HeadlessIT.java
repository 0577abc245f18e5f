package io.mlintern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.cli.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlessIT {
    @TempDir private Path root;
    private FakeServer server;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        cli = new Cli(root).withLocal(server);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static Events turn() {
        return new Events()
                .begin()
                .chunk("m1", 1, "I look. ")
                .messageWithCall("m1", "I look. ")
                .tool("ls", "a.txt", true)
                .chunk("m2", 1, "One fi")
                .chunk("m2", 1, "le: ä€😀.")
                .message("m2", "One file: ä€😀.", true)
                .complete("One file: ä€😀.", "completed");
    }

    @Test
    void theAnswerAloneIsOnStandardOutputAndTheRestOnStandardError() {
        server.answering(turn().lines());

        int code = cli.run("--model", "script/demo", "show me");

        assertThat(code).isZero();
        assertThat(cli.out()).isEqualTo("One file: ä€😀.\n");
        assertThat(cli.err())
                .contains("script/demo (scripted)", FakeServer.SESSION, cli.folder().toString())
                .contains("I look.", "▸ bash  ls", "✓ a.txt")
                .doesNotContain("\u001b", "One file");
    }

    @Test
    void theSessionIsMadeForTheFolderAndThePromptIsSentWithAKey() {
        server.answering(turn().lines());

        cli.run("-m", "script/demo", "--max-iterations", "3", "--no-stream", "show me");

        var made = server.requests("POST", "/api/sessions").getFirst();
        assertThat(made.json().toString())
                .isEqualTo(
                        "{\"model\":\"script/demo\",\"workspace\":{\"kind\":\"local\",\"path\":\"%s\"},\"max_iterations\":3,\"stream\":false,\"attended\":false}"
                                .formatted(cli.folder()));
        assertThat(made.headers()).containsEntry("authorization", "Bearer " + FakeServer.TOKEN);
        var operation = server.requests("POST", "/api/sessions/").getFirst();
        assertThat(operation.body())
                .isEqualTo("{\"op_type\":\"user_input\",\"data\":{\"text\":\"show me\"}}");
        assertThat(operation.headers()).containsKey("idempotency-key");
    }

    @Test
    void streamJsonIsByteForByteWhatTheServerSent() {
        server.answering(turn().lines());

        int code = cli.run("-m", "script/demo", "--output", "stream-json", "show me");

        assertThat(code).isZero();
        assertThat(cli.out()).isEqualTo(String.join("\n", turn().lines()) + "\n");
    }

    @Test
    void aReaderThatIsCutAtTwentyRandomPointsSeesEveryEventOnce() {
        long seed = 20_260_101;
        var random = new Random(seed);
        List<Integer> cuts = IntStream.range(0, 20).mapToObj(_ -> random.nextInt(1, 400)).toList();
        server.answering(turn().lines()).cuttingStreamsAfter(cuts);

        int code = cli.run("-m", "script/demo", "--output", "stream-json", "show me");

        assertThat(code).as("seed %d, cuts %s", seed, cuts).isZero();
        assertThat(cli.out()).isEqualTo(String.join("\n", turn().lines()) + "\n");
        assertThat(server.requests("GET", "/api/sessions/")).hasSizeGreaterThan(5);
    }

    @Test
    void aPromptWhoseAnswerWasLostIsSentAgainWithTheSameKeyAndAskedOnce() {
        server.answering(turn().lines()).leavingOperationsUnanswered(2);

        int code = cli.run("-m", "script/demo", "show me");

        assertThat(code).isZero();
        assertThat(cli.out()).isEqualTo("One file: ä€😀.\n");
        assertThat(server.requests("POST", "/api/sessions/"))
                .hasSize(3)
                .extracting(request -> request.headers().get("idempotency-key"))
                .containsOnly(
                        server.requests("POST", "/api/sessions/")
                                .getFirst()
                                .headers()
                                .get("idempotency-key"));
    }

    @Test
    void aStreamThatFallsSilentIsOpenedAgain() {
        server.answering(turn().lines()).withASilentStream();

        assertThat(cli.run("-m", "script/demo", "show me")).isZero();
        assertThat(cli.out()).isEqualTo("One file: ä€😀.\n");
    }

    @Test
    void aServerThatStaysAwayEndsTheCallWithSevenAndSaysHowToGoOn() throws IOException {
        server.answering(turn().lines().subList(0, 3))
                .cuttingStreamsAfter(IntStream.range(0, 10_000).mapToObj(_ -> 1).toList());

        assertThat(cli.run("-m", "script/demo", "show me")).isEqualTo(7);
        assertThat(cli.err()).contains("--resume " + FakeServer.SESSION);
    }

    @Test
    void anEarlierAttemptsTextIsNotInTheAnswer() {
        server.answering(
                new Events()
                        .begin()
                        .chunk("m1", 1, "Forty-")
                        .chunk("m1", 2, "Fifty.")
                        .message("m1", "Fifty.", true)
                        .complete("Fifty.", "completed")
                        .lines());

        cli.run("-m", "script/demo", "show me");

        assertThat(cli.out()).isEqualTo("Fifty.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "completed,0",
        "iteration_limit,6",
        "budget,6",
        "guard,6",
    })
    void theReasonOfTheEndIsTheExitCode(String reason, int expected) {
        server.answering(new Events().begin().complete("x", reason).lines());

        assertThat(cli.run("-m", "script/demo", "show me")).isEqualTo(expected);
    }

    private static Events waiting() {
        return new Events()
                .begin()
                .add(
                        "approval_required",
                        "{'tools':[{'tool':'hf_jobs','arguments':{'operation':'run'},'tool_call_id':'s-1-1-0',"
                                + "'round':2,'reason':'It costs money.'},"
                                + "{'tool':'rent','arguments':{},'tool_call_id':'s-1-1-1'}],'count':2}");
    }

    @Test
    void aTurnThatWaitsForApprovalEndsWithFiveAndIsNotInterrupted() {
        server.answering(waiting().lines());

        assertThat(cli.run("-m", "script/demo", "show me")).isEqualTo(5);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err())
                .contains("waits for approval: hf_jobs", "It costs money.", "--resume")
                .contains("ml-intern approvals show s-1-1-0.2")
                .contains("ml-intern approvals show s-1-1-1.1");
        assertThat(server.requests("POST", "/api/sessions/")).hasSize(1);
    }

    @Test
    void forProgramsTheLastLineIsTheEventThatWaits() {
        server.answering(waiting().lines());

        assertThat(cli.run("-m", "script/demo", "--output", "stream-json", "x")).isEqualTo(5);
        assertThat(cli.out()).isEqualTo(String.join("\n", waiting().lines()) + "\n");
        assertThat(cli.err()).contains("ml-intern approvals show s-1-1-0.2");
    }

    @Test
    void aTurnOfSomebodyElseBeforeOursDoesNotEndTheCall() {
        server.answering(
                new Events()
                        .complete("of the turn before", "completed")
                        .add("user_message", "{'operation_id':'op1','text':'hi'}")
                        .add("processing", "{'message':'','user_message':2}")
                        .message("m9", "ours", false)
                        .complete("ours", "completed")
                        .lines());

        assertThat(cli.run("--resume", FakeServer.SESSION, "show me")).isZero();
        assertThat(cli.out()).endsWith("ours\n");
        assertThat(cli.err()).contains("script/demo (scripted)");
    }

    @Test
    void ctrlCInterruptsTheTurnAtTheServer() {
        server.answering(new Events().begin().lines())
                .answeringAnInterrupt(new Events().add("interrupted", "null").lines());
        Thread.ofVirtual().start(this::pressWhenTheTurnRuns);

        assertThat(cli.run("-m", "script/demo", "show me")).isEqualTo(130);
        assertThat(server.requests("POST", "/api/sessions/"))
                .extracting(request -> request.json().path("op_type").asText())
                .containsExactly("user_input", "interrupt");
        assertThat(cli.left()).isEmpty();
    }

    private void pressWhenTheTurnRuns() {
        while (server.requests("GET", "/api/sessions/").isEmpty()) {
            Thread.onSpinWait();
        }
        cli.pressCtrlC();
    }

    @Test
    void keysOfTheEnvironmentAndOfDotenvReachTheLocalServer() throws IOException {
        Files.writeString(cli.folder().resolve(".env"), "HF_TOKEN=from-file\nVLLM_API_KEY=v\n");
        server.answering(turn().lines());

        cli.with("HF_TOKEN", "real").run("-m", "script/demo", "show me");

        assertThat(server.requests("PUT", "/api/credentials").getFirst().json())
                .isEqualTo(Json.object().put("HF_TOKEN", "real").put("VLLM_API_KEY", "v"));
    }

    @Test
    void anotherServerGetsNeitherKeysNorTheFolder() throws IOException {
        try (var remote = new FakeServer()) {
            remote.answering(turn().lines());

            int code =
                    cli.with("HF_TOKEN", "mine")
                            .with("ML_INTERN_TOKEN", "their-token")
                            .run("-m", "script/demo", "--server", remote.url(), "show me");

            assertThat(code).isZero();
            assertThat(remote.requests("PUT", "/")).isEmpty();
            var made = remote.requests("POST", "/api/sessions").getFirst();
            assertThat(made.json().has("workspace")).isFalse();
            assertThat(made.headers()).containsEntry("authorization", "Bearer their-token");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void thePromptIsReadFromStandardInput() {
        server.answering(turn().lines());

        assertThat(cli.typing("zeige ä€😀\n").run("-m", "script/demo", "-")).isZero();
        assertThat(
                        server.requests("POST", "/api/sessions/")
                                .getFirst()
                                .json()
                                .at("/data/text")
                                .asText())
                .isEqualTo("zeige ä€😀\n");
    }

    @Test
    void standardInputThatIsNoTextIsRefused() {
        byte[] noText = {(byte) 0xff, (byte) 0xfe, 'a'};

        assertThat(cli.typing(noText).run("-m", "script/demo", "-")).isEqualTo(2);
        assertThat(cli.typing(" \n").run("-m", "script/demo", "-")).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "401,7,refused our token",
        "403,7,refused the call",
        "404,2,does not know it",
        "422,2,does not take it",
        "500,1,failed",
    })
    void aRefusalHasItsExitCodeAndTheServersSentence(int status, int expected, String words) {
        server.refusing(status, "{\"detail\":\"because of this\"}");

        assertThat(cli.run("-m", "script/demo", "show me")).isEqualTo(expected);
        assertThat(cli.err()).contains(words, "because of this");
    }

    @Test
    void aServerThatCannotWorkNowIsAskedAgain() {
        server.answering(turn().lines()).refusing(503, "{}");

        assertThat(cli.run("-m", "script/demo", "show me")).isZero();
    }

    @Test
    void onATerminalTheAnswerIsStreamedAndControlCharactersAreTakenOut() {
        server.answering(
                new Events()
                        .begin()
                        .chunk("m1", 1, "Forty-")
                        .chunk("m1", 2, "Fifty\\u001b[2J.")
                        .message("m1", "Fifty.", true)
                        .complete("Fifty.", "completed")
                        .lines());

        cli.on(new Terminals(true, true, true)).with("TERM", "xterm").run("-m", "script/demo", "x");

        assertThat(cli.out()).isEqualTo("Forty-\nFifty[2J.\n");
        assertThat(cli.err()).contains("does not count", "\u001b[33m");
    }

    @Test
    void noColourIsHonouredOnATerminal() {
        server.answering(turn().lines());

        cli.on(new Terminals(true, true, true)).with("NO_COLOR", "1").run("-m", "script/demo", "x");

        assertThat(cli.err()).doesNotContain("\u001b");
        assertThat(new String(cli.out().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .contains("One file: ä€😀.");
    }
}
