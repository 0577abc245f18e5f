package io.mlintern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalsCommandIT {
    private static final String ID = "abcdefghij0123456789-1-2-0.1";

    private final String open =
            """
            {"id": "%s", "session_id": "abcdefghij0123456789", "tool_call_id": "abcdefghij0123456789-1-2-0",
             "tool": "hf_jobs", "arguments": {"operation": "run"}, "preview": null, "estimated_cost_usd": 1.5,
             "requester": "ada", "missing": [{"level": 1, "needed": 1, "from": ["group:ml-leads"]}],
             "expires_at": "%s", "status": "open", "reason": "It costs money.", "rule": "spending", "votes": []}"""
                    .formatted(ID, Instant.now().plus(Duration.ofMinutes(90)).plusSeconds(30));

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

    @Test
    void theListStandsInColumns() {
        server.answeringNext("{\"approvals\": [%s], \"next\": null}".formatted(open));

        assertThat(cli.run("approvals", "list")).isZero();

        assertThat(cli.out())
                .isEqualTo(
                        """
                        ID                            LEFT   COST   TOOL     REQUESTER  MISSING
                        abcdefghij0123456789-1-2-0.1  1h30m  $1.50  hf_jobs  ada        1 of group:ml-leads
                        """);
        assertThat(server.requests("GET", "/api/approvals?status=open")).hasSize(1);
        assertThat(server.requests().getFirst().headers())
                .containsEntry("authorization", "Bearer " + FakeServer.TOKEN);
    }

    @Test
    void furtherPagesAreReadToTheEnd() {
        server.answeringNext("{\"approvals\": [%s], \"next\": \"a b\"}".formatted(open))
                .answeringNext("{\"approvals\": [%s]}".formatted(open));

        assertThat(cli.run("approvals", "list", "--status", "decided")).isZero();

        assertThat(cli.out().lines()).hasSize(3);
        assertThat(server.requests())
                .extracting(FakeServer.Request::path)
                .containsExactly(
                        "/api/approvals?status=decided",
                        "/api/approvals?status=decided&cursor=a+b");
    }

    @Test
    void whereNothingWaitsStandardOutputIsEmpty() {
        server.answeringNext("{\"approvals\": []}");

        assertThat(cli.run("approvals", "list")).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEqualTo("No open requests for approval.\n");
    }

    @Test
    void oneIsShownWithItsArgumentsAndWhoIsMissing() {
        server.answeringNext(open);

        assertThat(cli.run("approvals", "show", ID)).isZero();
        assertThat(cli.out())
                .contains("tool       hf_jobs", "reason     It costs money.", "1h30m (until ")
                .contains("missing    1 of group:ml-leads", "  \"operation\" : \"run\"");
        assertThat(server.requests("GET", "/api/approvals/" + ID)).hasSize(1);
    }

    @Test
    void aVoteIsSentAndItsEffectIsSaid() {
        server.answeringNext(open);

        assertThat(cli.run("approvals", "approve", ID, "--feedback", "fine")).isZero();
        assertThat(cli.out())
                .isEqualTo(ID + ": your vote counts (approve); missing: 1 of group:ml-leads\n");
        var vote = server.requests("POST", "/api/approvals/" + ID + "/votes").getFirst();
        assertThat(vote.body()).isEqualTo("{\"vote\":\"approve\",\"feedback\":\"fine\"}");
    }

    @Test
    void aVoteAgainstItNeedsNoFeedback() {
        server.answeringNext("{\"id\": \"x\", \"status\": \"decided\", \"missing\": []}");

        assertThat(cli.run("approvals", "reject", ID)).isZero();
        assertThat(cli.out())
                .isEqualTo(ID + ": your vote counts (reject); nobody is missing any more\n");
        assertThat(server.requests("POST", "/api/approvals/").getFirst().body())
                .isEqualTo("{\"vote\":\"reject\"}");
    }

    @Test
    void theVoteIsThatOfTheTokensUser() {
        server.answeringNext(open);

        cli.with("ML_INTERN_TOKEN", "of-ben")
                .run("approvals", "approve", ID, "--server", server.url());

        assertThat(server.requests().getFirst().headers())
                .containsEntry("authorization", "Bearer of-ben");
    }

    @ParameterizedTest
    @CsvSource({
        "403,7,The server refused the call: because of this",
        "404,2,The server does not know it: because of this",
        "409,7,The server refused the call: because of this",
        "422,2,The server does not take it: because of this",
    })
    void aRefusalIsOneSentenceAndAnExitCode(int status, int expected, String sentence) {
        server.refusing(status, "{\"detail\": \"because of this\"}");

        assertThat(cli.run("approvals", "approve", ID)).isEqualTo(expected);
        assertThat(cli.err()).isEqualTo("ml-intern: " + sentence + "\n");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void aVoteThatCameTooEarlyIsSentAgain() {
        server.refusing(503, "{\"detail\": \"not here yet\"}").answeringNext(open);

        assertThat(cli.run("approvals", "approve", ID)).isZero();
        assertThat(server.requests("POST", "/api/approvals/")).hasSize(2);
    }

    @Test
    void whatStaysAwayIsSaidInTheServersWords() {
        for (int i = 0; i < 10_000; i++) {
            server.refusing(503, "{\"detail\": \"not here yet\"}");
        }

        assertThat(cli.run("approvals", "approve", ID)).isEqualTo(7);
        assertThat(cli.err()).contains("cannot work now: not here yet");
    }

    @Test
    void withoutAServerNoneIsStarted() throws IOException {
        var alone = new Cli(root.resolve("alone"));

        assertThat(alone.run("approvals", "list")).isEqualTo(7);
        assertThat(alone.err()).contains("ml-intern server start");
    }
}
