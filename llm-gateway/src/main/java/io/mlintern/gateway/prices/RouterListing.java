package io.mlintern.gateway.prices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.protocol.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the Hugging Face router's list of models says of prices: each model has providers, each of them may have a price.
/// Cached tokens have none of their own there.
final class RouterListing {
    static final RouterListing UNKNOWN = new RouterListing(Map.of());

    private record Offer(String provider, Optional<Price> price, Optional<BigDecimal> throughput) {}

    private final Map<String, List<Offer>> offers;

    private RouterListing(Map<String, List<Offer>> offers) {
        this.offers = Map.copyOf(offers);
    }

    static RouterListing read(String body) {
        try {
            Map<String, List<Offer>> offers = new HashMap<>();
            for (JsonNode model : Json.mapper().readTree(body).path("data")) {
                List<Offer> live = new ArrayList<>();
                for (JsonNode provider : model.path("providers"))
                    if (provider.path("status").asText("live").equals("live"))
                        live.add(offer(provider));
                offers.put(model.path("id").asText(""), List.copyOf(live));
            }
            return new RouterListing(offers);
        } catch (JsonProcessingException e) {
            return UNKNOWN;
        }
    }

    /// @param name as the router takes it, `ORG/NAME` with or without a tag. Without one the choice of provider is the
    ///     router's: there is a price only when all ask the same
    Optional<Price> price(String name) {
        String[] parts = name.split(":", 2);
        List<Offer> live = offers.getOrDefault(parts[0], List.of());
        return switch (parts.length == 2 ? parts[1] : "") {
            case "" -> common(live);
            case "cheapest" -> cheapest(live);
            case "fastest" -> fastest(live);
            case String provider ->
                    live.stream()
                            .filter(offer -> offer.provider().equals(provider))
                            .findFirst()
                            .flatMap(Offer::price);
        };
    }

    private static Optional<Price> common(List<Offer> live) {
        List<Optional<Price>> asked = live.stream().map(Offer::price).distinct().toList();
        return asked.size() == 1 ? asked.getFirst() : Optional.empty();
    }

    /// The router goes by the price of output. Where several ask the same for that and not for input, it cannot be told.
    private static Optional<Price> cheapest(List<Offer> live) {
        List<Price> prices = live.stream().map(Offer::price).flatMap(Optional::stream).toList();
        return prices.stream()
                .map(Price::output)
                .min(Comparator.naturalOrder())
                .flatMap(
                        least ->
                                only(
                                        prices.stream()
                                                .filter(
                                                        price ->
                                                                price.output().compareTo(least)
                                                                        == 0)
                                                .distinct()
                                                .toList()));
    }

    private static Optional<Price> fastest(List<Offer> live) {
        return live.stream()
                .filter(offer -> offer.throughput().isPresent())
                .max(Comparator.comparing(offer -> offer.throughput().orElseThrow()))
                .flatMap(Offer::price);
    }

    private static Optional<Price> only(List<Price> prices) {
        return prices.size() == 1 ? Optional.of(prices.getFirst()) : Optional.empty();
    }

    private static Offer offer(JsonNode provider) {
        var input = amount(provider.at("/pricing/input"));
        var output = amount(provider.at("/pricing/output"));
        Optional<Price> price = input.flatMap(in -> output.map(out -> Price.of(in, out)));
        return new Offer(
                provider.path("provider").asText(""), price, amount(provider.path("throughput")));
    }

    private static Optional<BigDecimal> amount(JsonNode node) {
        if (!node.isNumber() || node.decimalValue().signum() < 0) return Optional.empty();
        BigDecimal plain = node.decimalValue().stripTrailingZeros();
        return Optional.of(plain.scale() < 0 ? plain.setScale(0) : plain);
    }
}
