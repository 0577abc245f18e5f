package io.mlintern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatIT {
    @TempDir private Path root;

    private static Events answer() {
        return new Events()
                .add("processing", "{}")
                .message("m1", "Hello.", false)
                .complete("Hello.", "completed");
    }

    @Test
    void eachLineIsATurnOfOneSessionUntilANewOneIsAskedFor() throws IOException {
        try (var server = new FakeServer().answering(answer().lines())) {
            var cli = new Cli(root).withLocal(server);

            int code =
                    cli.typing("one\n\ntwo\n/what\n/help\n/new\nthree\n/quit\nfour\n")
                            .run("-m", "script/demo");

            assertThat(code).isZero();
            assertThat(cli.out()).isEqualTo("Hello.\nHello.\nHello.\n");
            assertThat(cli.err()).contains("no command /what", "Ctrl-D").doesNotContain("> ");
            assertThat(server.requests("POST", "/api/sessions/"))
                    .extracting(request -> request.json().at("/data/text").asText())
                    .containsExactly("one", "two", "three");
            assertThat(server.requests("POST", "/api/sessions"))
                    .filteredOn(request -> request.path().equals("/api/sessions"))
                    .hasSize(2);
        }
    }

    @Test
    void aCallThatWaitsForPeopleIsWaitedForAndTheTurnGoesOn() throws IOException {
        var turn =
                new Events()
                        .begin()
                        .add(
                                "approval_required",
                                "{'tools':[{'tool':'hf_jobs','arguments':{},'tool_call_id':'s-1-1-0','round':1}],'count':1}")
                        .add("tool_state_change", "{'tool':'hf_jobs','state':'approved'}")
                        .message("m1", "Done.", false)
                        .complete("Done.", "completed");
        try (var server = new FakeServer().answering(turn.lines())) {
            var cli = new Cli(root).withLocal(server);

            assertThat(cli.typing("go\n").run("-m", "script/demo")).isZero();
            assertThat(cli.out()).isEqualTo("Done.\n");
            assertThat(cli.err())
                    .contains("ml-intern approvals show s-1-1-0.1")
                    .contains("goes on when it is decided", "hf_jobs: approved");
        }
    }

    @Test
    void leavingAtOnceMakesNoSession() throws IOException {
        try (var server = new FakeServer()) {
            var cli = new Cli(root).withLocal(server);

            assertThat(cli.on(new Terminals(true, true, true)).typing("").run("-m", "script/demo"))
                    .isZero();
            assertThat(server.requests()).isEmpty();
            assertThat(cli.err()).contains("> ");
        }
    }

    @Test
    void anEarlierSessionIsTakenUp() throws IOException {
        try (var server = new FakeServer().answering(answer().lines())) {
            var cli = new Cli(root).withLocal(server);

            cli.typing("more\n").run("--resume", FakeServer.SESSION);

            assertThat(server.requests("GET", "/api/sessions/" + FakeServer.SESSION)).isNotEmpty();
            assertThat(cli.out()).isEqualTo("Hello.\n");
        }
    }
}
