package io.mlintern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersCommandIT {
    private static final String TWO =
            """
            {"dead_letters": [
              {"id": "operations:1:7", "source": "1:40", "type": "io.mlintern.operation.undo.v1", "key": "abc",
               "reason": "MALFORMED", "since": "2026-01-02T03:04:05Z", "bytes": 3, "replayed": false},
              {"id": "operations:1:6", "source": "1:39", "reason": "the step failed",
               "since": "2026-01-02T03:04:04Z", "bytes": 3, "replayed": true}]}""";

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
        server.answeringNext(TWO);

        assertThat(cli.run("admin", "dlq", "list", "--topic", "operations")).isZero();

        assertThat(cli.out())
                .isEqualTo(
                        """
                        ID              SINCE                 TYPE                           KEY  STATE     REASON
                        operations:1:7  2026-01-02T03:04:05Z  io.mlintern.operation.undo.v1  abc  waiting   MALFORMED
                        operations:1:6  2026-01-02T03:04:04Z  -                              -    replayed  the step failed
                        """);
        assertThat(server.requests("GET", "/api/admin/dead-letters?limit=100&topic=operations"))
                .hasSize(1);
    }

    @Test
    void withoutDeadLettersStandardOutputIsEmpty() {
        server.answeringNext("{\"dead_letters\": []}");

        assertThat(cli.run("admin", "dlq", "list")).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEqualTo("No dead letters.\n");
    }

    @Test
    void allOfATopicMeansThoseThatWait() {
        server.answeringNext(TWO)
                .answeringNext(
                        "{\"results\": [{\"id\": \"operations:1:7\", \"result\": \"REPLAYED\"}]}");

        assertThat(cli.run("admin", "dlq", "replay", "--topic", "operations")).isZero();

        var sent = server.requests("POST", "/api/admin/dead-letters/replays");
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().body()).isEqualTo("{\"ids\":[\"operations:1:7\"]}");
        assertThat(cli.out()).isEqualTo("operations:1:7  replayed\n");
    }

    @Test
    void whatCouldNotBeSentAgainMakesTheCallFail() {
        server.answeringNext(
                "{\"results\": [{\"id\": \"a:0:1\", \"result\": \"ALREADY_REPLAYED\"},"
                        + " {\"id\": \"a:0:2\", \"result\": \"GONE\"}]}");

        assertThat(cli.run("admin", "dlq", "replay", "a:0:1", "a:0:2")).isEqualTo(1);
        assertThat(cli.out()).isEqualTo("a:0:1  already replayed\na:0:2  gone\n");
    }

    @Test
    void whoIsNoOperatorIsToldSo() {
        server.refusing(403, "{\"detail\": \"only the group mlintern-admin may do this\"}");

        assertThat(cli.run("admin", "dlq", "list")).isEqualTo(7);
        assertThat(cli.err()).contains("only the group mlintern-admin may do this");
    }

    @Test
    void withoutAServerNoneIsStarted() throws IOException {
        var alone = new Cli(root.resolve("alone"));

        assertThat(alone.run("admin", "dlq", "list")).isEqualTo(7);
        assertThat(alone.err()).contains("ml-intern server start");
        assertThat(alone.home().resolve("data")).doesNotExist();
    }

    @Test
    void idsAndATopicTogetherAreTooMuch() {
        assertThat(cli.run("admin", "dlq", "replay", "a:0:1", "--topic", "a")).isEqualTo(2);
        assertThat(cli.run("admin", "dlq", "replay")).isEqualTo(2);
    }
}
