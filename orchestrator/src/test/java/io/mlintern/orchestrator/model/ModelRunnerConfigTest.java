package io.mlintern.orchestrator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.config.mp.MpConfigSources;
import io.mlintern.kit.testing.AskedSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.Test;

class ModelRunnerConfigTest {
    @Test
    void whatIsNotSetHasItsDefault() {
        assertThat(ModelRunnerConfig.of(config(Map.of())))
                .isEqualTo(
                        new ModelRunnerConfig(
                                "broker:9092",
                                "mlintern.",
                                "one",
                                64,
                                Duration.ofSeconds(20),
                                1.0,
                                64L * 1024 * 1024));
    }

    @Test
    void whatIsListedAsDefaultHolds() {
        var broker = Map.of("mlintern.kafka.bootstrap", "broker:9092");

        assertThat(ModelRunnerConfig.of(AskedSettings.standards(broker)))
                .isEqualTo(ModelRunnerConfig.of(AskedSettings.config(broker)));
    }

    @Test
    void everyKeyCounts() {
        var settings =
                Map.of(
                        "mlintern.topic-prefix", "other.",
                        "mlintern.instance", "orchestrator-0",
                        "mlintern.orchestrator.model.slots", "8",
                        "mlintern.orchestrator.model.grace", "PT5S",
                        "mlintern.orchestrator.model.retry-scale", "0.5",
                        "mlintern.orchestrator.model.conversation-bytes", "1024");

        assertThat(ModelRunnerConfig.of(config(settings)))
                .isEqualTo(
                        new ModelRunnerConfig(
                                "broker:9092",
                                "other.",
                                "orchestrator-0",
                                8,
                                Duration.ofSeconds(5),
                                0.5,
                                1024));
    }

    @Test
    void nonsenseIsRefused() {
        var none = config(Map.of("mlintern.orchestrator.model.slots", "0"));

        assertThatThrownBy(() -> ModelRunnerConfig.of(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slots");
    }

    private static Config config(Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("mlintern.kafka.bootstrap", "broker:9092");
        return ConfigProviderResolver.instance()
                .getBuilder()
                .withSources(MpConfigSources.create(all))
                .build();
    }
}
