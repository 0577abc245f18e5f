package io.mlintern.gateway.api;

import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.ModelFailure;
import io.mlintern.protocol.ModelId;
import io.mlintern.gateway.chat.Usage;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one call to its end, which it logs and counts once; never what was said in it.
final class CallLog {
    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

    private final ModelId model;
    private final String provider;
    private final CallMetrics metrics;
    private final long began = System.nanoTime();
    private Optional<Usage> usage = Optional.empty();

    CallLog(ModelId model, String provider, CallMetrics metrics) {
        this.model = model;
        this.provider = provider;
        this.metrics = metrics;
    }

    void saw(ChatEvent event) {
        if (event instanceof ChatEvent.Used(Usage figures)) usage = Optional.of(figures);
    }

    void answered() {
        end("answered");
    }

    void failed(ModelFailure failure) {
        end(failure.code().wireName());
    }

    /// The caller left before the end.
    void abandoned() {
        end("abandoned");
    }

    private void end(String outcome) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        metrics.ended(provider, outcome, usage);
        LOG.info(
                "model call to {} ({}): {} after {} ms, {} tokens",
                model,
                provider,
                outcome,
                took.toMillis(),
                usage.map(Usage::totalTokens).orElse(0L));
    }
}
