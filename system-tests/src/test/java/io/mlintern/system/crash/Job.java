package io.mlintern.system.crash;

import io.mlintern.system.Api;
import io.mlintern.system.Folders;
import io.mlintern.system.ProductServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/// One session with its workspace, and what was accepted for it.
///
/// @param accepted in the order of the prompts
record Job(Api api, String session, Path folder, List<Accepted> accepted) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final int ACCEPTED = 202;

    record Accepted(String key, String operation, String prompt) {}

    static Job open(ProductServer server, WorkModel model, String user) {
        Path folder = Folders.fresh("crash");
        try {
            Files.writeString(folder.resolve(WorkPlan.GIVEN), WorkPlan.GIVEN_TEXT + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Api api = Api.of(server, user);
        api.credentials(Map.of("VLLM_BASE_URL", model.url()));
        String session = api.open("vllm/x", folder).id();
        return new Job(api, session, folder, new CopyOnWriteArrayList<>());
    }

    /// Asks until it is accepted, under one key: an answer that did not come is asked for again.
    Accepted ask(String key, String prompt) {
        var taken = new Accepted(key, operation(key, prompt), prompt);
        accepted.add(taken);
        return taken;
    }

    /// The operation that the key stands for, asked once more.
    String again(Accepted taken) {
        return operation(taken.key(), taken.prompt());
    }

    private String operation(String key, String prompt) {
        String answer =
                Awaitility.await("202 for %s of %s".formatted(prompt, session))
                        .pollInterval(BETWEEN_TRIES)
                        .atMost(PATIENCE)
                        .until(() -> once(key, prompt), text -> !text.isEmpty());
        return Api.read(answer).path("operation_id").asText();
    }

    /// Sends it once; empty when nothing was answered, or that it cannot be done now.
    String once(String key, String prompt) {
        var body = Map.of("op_type", "user_input", "data", Map.of("text", prompt));
        try {
            var answer = api.post("/api/sessions/%s/operations".formatted(session), key, body);
            if (answer.statusCode() == ACCEPTED) return answer.body();
            if (answer.statusCode() >= 500) return "";
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        } catch (UncheckedIOException gone) {
            return "";
        }
    }

    Phase phase(EventLog log) {
        return Phase.of(log.of(session), Effects.of(folder).running());
    }
}
