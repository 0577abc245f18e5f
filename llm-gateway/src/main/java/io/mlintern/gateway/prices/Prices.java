package io.mlintern.gateway.prices;

import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.routing.Route;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// What a call will cost per token: the operator's price for the model id, or else what the provider asks. Nothing where
/// nobody can tell.
public final class Prices {
    private static final Set<Object> ORDINARY_TIERS = Set.of("auto", "default");

    private final PriceList operators;
    private final PriceList shipped;
    private final RouterPrices router;

    /// @param patience how long the router may take to list its prices
    public Prices(PriceList operators, HttpClient http, Duration patience) {
        this.operators = operators;
        this.shipped = PriceList.shipped();
        this.router = new RouterPrices(http, patience, InstantSource.system());
    }

    /// Done within the router's patience, never with a failure.
    public CompletableFuture<Optional<Price>> of(ModelCall call, Route route) {
        var id = call.request().model();
        Optional<Price> own = operators.of(id);
        if (own.isPresent()) return CompletableFuture.completedFuture(own);
        return switch (route) {
            case Route.Scripted _ -> known(Price.FREE);
            case Route.AnthropicMessages _ -> CompletableFuture.completedFuture(shipped.of(id));
            case Route.OpenAiCompatible compatible -> of(call, compatible);
        };
    }

    private CompletableFuture<Optional<Price>> of(ModelCall call, Route.OpenAiCompatible route) {
        return switch (route.provider()) {
            case HF_ROUTER -> router.of(route);
            case OPENAI, ANTHROPIC ->
                    CompletableFuture.completedFuture(
                            shipped.of(call.request().model()).filter(_ -> isOrdinary(call)));
            case OLLAMA, VLLM, LM_STUDIO, LLAMACPP -> known(Price.FREE);
        };
    }

    /// The lists know the standard service only; OpenAI's others cost more or less.
    private static boolean isOrdinary(ModelCall call) {
        return call.request().option("service_tier").map(ORDINARY_TIERS::contains).orElse(true);
    }

    private static CompletableFuture<Optional<Price>> known(Price price) {
        return CompletableFuture.completedFuture(Optional.of(price));
    }
}
