package io.mlintern.gateway.prices;

import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelStream;
import io.mlintern.gateway.chat.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A call whose usage says what it cost. The price is awaited only when the answer is complete but for that, and it is there
/// soon after the call began.
public final class PricedStream implements ModelStream {
    private final ModelStream stream;
    private final CompletableFuture<Optional<Price>> price;

    public PricedStream(ModelStream stream, CompletableFuture<Optional<Price>> price) {
        this.stream = stream;
        this.price = price;
    }

    @Override
    public ChatEvent next(Duration patience) throws ModelCallException, InterruptedException {
        ChatEvent event = stream.next(patience);
        if (!(event instanceof ChatEvent.Used(Usage usage))) return event;
        return new ChatEvent.Used(usage.costing(price().flatMap(it -> it.cost(usage))));
    }

    /// The figures of an answer that is not complete have no cost, unless nothing costs anything: what else was written when
    /// it ended, nobody said.
    @Override
    public Optional<Usage> used() {
        Optional<Usage> said = stream.used();
        boolean free = price.getNow(Optional.empty()).filter(Price::isFree).isPresent();
        if (!free) return said;
        return Optional.of(said.orElse(Usage.of(0, 0)).costing(Optional.of(BigDecimal.ZERO)));
    }

    @Override
    public void close() {
        stream.close();
    }

    private Optional<Price> price() throws InterruptedException {
        try {
            return price.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a price that failed", e);
        }
    }
}
