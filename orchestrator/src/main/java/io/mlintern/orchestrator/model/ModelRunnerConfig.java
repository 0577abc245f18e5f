package io.mlintern.orchestrator.model;

import io.mlintern.kit.kafka.KafkaSettings;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// The settings of the model runner.
///
/// @param instance stable name of the process
/// @param slots model calls at a time
/// @param grace how long running calls may take to finish at shutdown
/// @param retryScale factor of all waits between attempts
/// @param conversationBytes memory for the conversations of live sessions
public record ModelRunnerConfig(
        String bootstrap,
        String prefix,
        String instance,
        int slots,
        Duration grace,
        double retryScale,
        long conversationBytes) {
    private static final String KEYS = "mlintern.orchestrator.model.";

    public ModelRunnerConfig {
        if (slots < 1) {
            throw new IllegalArgumentException(KEYS + "slots is at least 1");
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException(KEYS + "grace is not negative");
        }
        if (conversationBytes < 1) {
            throw new IllegalArgumentException(KEYS + "conversation-bytes is at least 1");
        }
    }

    public static ModelRunnerConfig of(Config config) {
        var kafka = KafkaSettings.from(config);
        return new ModelRunnerConfig(
                kafka.bootstrap(),
                kafka.prefix(),
                kafka.instance(),
                config.getOptionalValue(KEYS + "slots", Integer.class).orElse(64),
                config.getOptionalValue(KEYS + "grace", Duration.class)
                        .orElse(Duration.ofSeconds(20)),
                config.getOptionalValue(KEYS + "retry-scale", Double.class).orElse(1.0),
                config.getOptionalValue(KEYS + "conversation-bytes", Long.class)
                        .orElse(64L * 1024 * 1024));
    }

    String group() {
        return prefix + "model-runners";
    }
}
