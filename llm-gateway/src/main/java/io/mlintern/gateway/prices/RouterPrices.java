package io.mlintern.gateway.prices;

import io.mlintern.gateway.routing.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Prices of the Hugging Face router, as it lists them. It is asked when a call goes there, beside that call, at most once
/// an hour, or a minute after it did not answer.
final class RouterPrices {
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    // On a person's own server callers choose the address.
    private static final int ADDRESSES = 16;

    private record Known(CompletableFuture<RouterListing> listing, Instant asked) {
        boolean isGood(Instant now) {
            boolean failed =
                    listing.isDone()
                            && listing.getNow(RouterListing.UNKNOWN) == RouterListing.UNKNOWN;
            return now.isBefore(asked.plus(failed ? AFTER_FAILURE : FRESH));
        }
    }

    private final HttpClient http;
    private final Duration patience;
    private final InstantSource clock;
    private final Map<URI, Known> known = new LinkedHashMap<>();

    RouterPrices(HttpClient http, Duration patience, InstantSource clock) {
        this.http = http;
        this.patience = patience;
        this.clock = clock;
    }

    /// Done within the patience that the router's list is given, never with a failure.
    CompletableFuture<Optional<Price>> of(Route.OpenAiCompatible route) {
        return listing(route).thenApply(listing -> listing.price(route.model()));
    }

    private synchronized CompletableFuture<RouterListing> listing(Route.OpenAiCompatible route) {
        Instant now = clock.instant();
        Known before = known.get(route.baseUrl());
        if (before != null && before.isGood(now)) return before.listing();
        var asked = new Known(ask(route), now);
        known.remove(route.baseUrl());
        known.put(route.baseUrl(), asked);
        if (known.size() > ADDRESSES) known.remove(known.keySet().iterator().next());
        return asked.listing();
    }

    private CompletableFuture<RouterListing> ask(Route.OpenAiCompatible route) {
        var request =
                HttpRequest.newBuilder(URI.create(route.baseUrl() + "/models")).timeout(patience);
        route.key().ifPresent(key -> request.header("authorization", "Bearer " + key));
        return http.sendAsync(request.build(), BodyHandlers.ofString())
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(
                        answer ->
                                answer.statusCode() == 200
                                        ? RouterListing.read(answer.body())
                                        : RouterListing.UNKNOWN)
                .exceptionally(_ -> RouterListing.UNKNOWN);
    }
}
