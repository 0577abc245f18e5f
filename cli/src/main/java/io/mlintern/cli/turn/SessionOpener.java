package io.mlintern.cli.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.cli.json.Json;
import io.mlintern.cli.models.ModelId;
import io.mlintern.cli.server.Api;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Makes a session or takes up an earlier one, and hands over the call's credentials at the same time.
public final class SessionOpener {
    private final Api api;
    private final Map<String, String> credentials;

    /// @param credentials what the local server gets; any other server gets nothing
    public SessionOpener(Api api, Map<String, String> credentials) {
        this.api = api;
        this.credentials = api.address().local() ? Map.copyOf(credentials) : Map.of();
    }

    /// What a new session is made with.
    ///
    /// @param workspace empty where the server cannot see our folders
    /// @param attended whether a person is there to be asked
    public record Wish(
            ModelId model,
            Optional<Path> workspace,
            OptionalInt maxIterations,
            boolean stream,
            boolean attended) {}

    public Session open(Wish wish) {
        ObjectNode settings = Json.object().put("model", wish.model().value());
        wish.workspace()
                .ifPresent(
                        folder ->
                                settings.putObject("workspace")
                                        .put("kind", "local")
                                        .put("path", folder.toString()));
        wish.maxIterations().ifPresent(limit -> settings.put("max_iterations", limit));
        settings.put("stream", wish.stream());
        settings.put("attended", wish.attended());
        CompletableFuture<Void> handedOver = handOver();
        JsonNode made = api.openSession(settings);
        join(handedOver);
        String folder = wish.workspace().map(Path::toString).orElse("the server's");
        return new Session(made.path("session_id").asText(), wish.model().label(), folder, true);
    }

    /// @param model the model to go on with, if another one is wanted
    public Session resume(String id, Optional<ModelId> model) {
        CompletableFuture<Void> handedOver = handOver();
        JsonNode found = api.session(id);
        join(handedOver);
        model.ifPresent(
                other ->
                        api.post(
                                id,
                                "set_model",
                                Json.object().put("model", other.value()),
                                UUID.randomUUID().toString()));
        String label =
                model.map(ModelId::label).orElseGet(() -> label(found.path("model").asText("")));
        String folder = found.path("workspace").path("path").asText("as before");
        return new Session(id, label, folder, false);
    }

    private static String label(String model) {
        return model.startsWith("script/") ? model + " (scripted)" : model;
    }

    private CompletableFuture<Void> handOver() {
        return credentials.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(
                        () -> api.putCredentials(credentials), Thread.ofVirtual()::start);
    }

    private static void join(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
