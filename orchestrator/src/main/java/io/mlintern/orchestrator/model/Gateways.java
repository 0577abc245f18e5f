package io.mlintern.orchestrator.model;

import io.mlintern.orchestrator.model.gateway.LlmGateway;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/// The way to llm-gateway. Its address is looked up at each call: in one JVM with the gateway it is known only once the
/// port is bound.
final class Gateways {
    private record Known(URI address, LlmGateway gateway) {}

    private final Supplier<URI> address;
    private final Supplier<String> token;
    private Optional<Known> known = Optional.empty();

    Gateways(Supplier<URI> address, Supplier<String> token) {
        this.address = address;
        this.token = token;
    }

    synchronized LlmGateway current() {
        URI now = address.get();
        Known current =
                known.filter(it -> it.address().equals(now))
                        .orElseGet(() -> new Known(now, new LlmGateway(now, token)));
        known = Optional.of(current);
        return current.gateway();
    }
}
