package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.cli.server.LivingProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A command in the middle of its work, when a person says stop.
@ExtendWith(RunningProduct.class)
class RunningCommandIT {
    private static final Duration BEGIN = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void anInterruptEndsTheCommandAndItsChildrenWithinTwoSeconds(ProductServer server) {
        String command = "sleep 301 & echo $! >child; sh -c 'echo $$ >grandchild; sleep 302; true'";
        try (var provider = FakeModel.playing(ModelAnswer.bash(command))) {
            Session session = open(server, provider);
            try (var reader = session.follow(Optional.of(session.ask("wait")))) {
                var processes =
                        List.of(
                                process(awaitText(folder.resolve("child"))),
                                process(awaitText(folder.resolve("grandchild"))));
                assertThat(processes).allMatch(LivingProcess::lives);

                session.submit("interrupt", Map.of());
                Awaitility.await("the command and its children to be gone")
                        .atMost(Duration.ofSeconds(2))
                        .until(() -> processes.stream().noneMatch(LivingProcess::lives));

                var events = Session.until(reader, Session::endsTurn);
                assertThat(Session.is(events.getLast(), "interrupted")).isTrue();
            }
        }
    }

    private Session open(ProductServer server, FakeModel provider) {
        Api api = Api.of(server, "user-of-commands");
        api.credentials(Map.of("VLLM_BASE_URL", provider.url()));
        return api.open("vllm/x", folder);
    }

    private static ProcessHandle process(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static String awaitText(Path file) {
        return Awaitility.await()
                .atMost(BEGIN)
                .until(
                        () -> Files.exists(file) ? Files.readString(file).strip() : "",
                        text -> !text.isEmpty());
    }
}
