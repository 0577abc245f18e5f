package io.mlintern.gateway.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Prices by model id, out of a JSON document:
/// `{"models": {"openai/gpt-5": {"input": 1.25, "output": 10, "cache_read": 0.125, "cache_write": 1.25}}}`, in US dollars per
/// million tokens, the last two optional. Other members of the document are for its readers.
public final class PriceList {
    private static final String VERSION = "-(\\d{8}|\\d{4}-\\d{2}-\\d{2}|latest)$";
    private static final Set<String> MEMBERS =
            Set.of("input", "output", "cache_read", "cache_write");

    private final Map<String, Price> prices;

    private PriceList(Map<String, Price> prices) {
        this.prices = Map.copyOf(prices);
    }

    /// One without prices.
    public static PriceList empty() {
        return new PriceList(Map.of());
    }

    /// The public list prices that come with the gateway; the file says of when and from where.
    public static PriceList shipped() {
        try (InputStream in = PriceList.class.getResourceAsStream("prices.json")) {
            return read(Objects.requireNonNull(in, "prices.json").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IllegalArgumentException when it cannot be read or is no list of prices; the message says where it is wrong
    public static PriceList of(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the list of prices " + file + " cannot be read as JSON", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the list of prices " + file + ": " + e.getMessage(), e);
        }
    }

    static PriceList read(byte[] json) throws IOException {
        JsonNode models = Json.mapper().readTree(json).path("models");
        if (!models.isObject()) throw new IllegalArgumentException("'models' is missing");
        Map<String, Price> prices = new HashMap<>();
        for (var entry : models.properties())
            prices.put(entry.getKey(), price(entry.getKey(), entry.getValue()));
        return new PriceList(prices);
    }

    /// That of the id itself, or else of the name whose dated version it is.
    public Optional<Price> of(ModelId id) {
        return Optional.ofNullable(prices.get(id.value()))
                .or(() -> Optional.ofNullable(prices.get(id.value().replaceFirst(VERSION, ""))));
    }

    private static Price price(String model, JsonNode node) {
        for (var member : node.properties())
            if (!MEMBERS.contains(member.getKey()))
                throw new IllegalArgumentException(
                        model + " has the unknown member '" + member.getKey() + "'");
        return new Price(
                amount(model, node, "input").orElseThrow(() -> missing(model, "input")),
                amount(model, node, "output").orElseThrow(() -> missing(model, "output")),
                amount(model, node, "cache_read"),
                amount(model, node, "cache_write"));
    }

    private static Optional<BigDecimal> amount(String model, JsonNode node, String member) {
        JsonNode amount = node.path(member);
        if (amount.isMissingNode()) return Optional.empty();
        if (!amount.isNumber() || amount.decimalValue().signum() < 0)
            throw new IllegalArgumentException(model + ": '" + member + "' is no amount");
        return Optional.of(amount.decimalValue());
    }

    private static IllegalArgumentException missing(String model, String member) {
        return new IllegalArgumentException(model + ": '" + member + "' is missing");
    }
}
