package io.mlintern.gateway.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.anthropic.AnthropicProvider;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.routing.ModelRouter;
import io.mlintern.gateway.routing.Provider;
import io.mlintern.gateway.routing.ProviderSettings;
import io.mlintern.gateway.routing.Route;
import io.mlintern.gateway.script.ScriptedModels;
import io.mlintern.protocol.ModelId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Asks every provider that the caller has a key or a server for which models it has. All are asked at once and briefly;
/// one that does not answer has none.
public final class ModelList {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBE = "x";
    private static final long SCRIPT_WINDOW = 200_000;

    private final HttpClient http;
    private final Duration patience;

    public ModelList(HttpClient http, Duration patience) {
        this.http = http;
        this.patience = patience;
    }

    public List<ModelSummary> reachable(ProviderSettings settings) {
        List<CompletableFuture<List<ModelSummary>>> asked = new ArrayList<>();
        for (Provider provider : Provider.values())
            route(provider, settings).ifPresent(route -> asked.add(ask(provider, route)));
        List<ModelSummary> models = new ArrayList<>();
        asked.forEach(answer -> models.addAll(answer.join()));
        for (String name : new ScriptedModels().shown())
            models.add(
                    new ModelSummary(
                            new ModelId("script/" + name),
                            "scripted",
                            0,
                            OptionalLong.of(SCRIPT_WINDOW)));
        return List.copyOf(models);
    }

    /// Where a model of this provider would go; empty when it would go elsewhere, or nowhere.
    private static Optional<Route> route(Provider provider, ProviderSettings settings) {
        try {
            Route route = ModelRouter.route(new ModelId(prefix(provider) + PROBE), settings);
            return switch (route) {
                case Route.OpenAiCompatible compatible ->
                        Optional.of(route).filter(_ -> compatible.provider() == provider);
                case Route.AnthropicMessages _ ->
                        Optional.of(route).filter(_ -> provider == Provider.ANTHROPIC);
                case Route.Scripted _ -> Optional.empty();
            };
        } catch (ModelCallException e) {
            return Optional.empty();
        }
    }

    private static String prefix(Provider provider) {
        return provider == Provider.HF_ROUTER ? "huggingface/org/" : provider.label() + "/";
    }

    private CompletableFuture<List<ModelSummary>> ask(Provider provider, Route route) {
        return http.sendAsync(request(route), BodyHandlers.ofString())
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(
                        answer ->
                                answer.statusCode() == 200
                                        ? models(provider, answer.body())
                                        : List.<ModelSummary>of())
                .exceptionally(_ -> List.of());
    }

    private HttpRequest request(Route route) {
        var request = HttpRequest.newBuilder().timeout(patience);
        switch (route) {
            case Route.OpenAiCompatible compatible -> {
                request.uri(URI.create(compatible.baseUrl() + "/models"));
                compatible.key().ifPresent(k -> request.header("authorization", "Bearer " + k));
            }
            case Route.AnthropicMessages messages ->
                    request.uri(URI.create(messages.baseUrl() + "/v1/models?limit=1000"))
                            .header("x-api-key", messages.key())
                            .header("anthropic-version", AnthropicProvider.VERSION);
            case Route.Scripted _ -> throw new IllegalArgumentException("scripts are not asked");
        }
        return request.build();
    }

    private static List<ModelSummary> models(Provider provider, String body) {
        List<ModelSummary> models = new ArrayList<>();
        try {
            JsonNode root = JSON.readTree(body);
            String prefix = provider == Provider.HF_ROUTER ? "" : provider.label() + "/";
            for (JsonNode model : root.path("data")) {
                String id = model.path("id").asText("");
                if (!id.isBlank() && id.length() < 200)
                    models.add(
                            new ModelSummary(
                                    new ModelId(prefix + id),
                                    provider.label(),
                                    model.path("created").asLong(0),
                                    ContextWindow.of(model)));
            }
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return models;
    }
}
