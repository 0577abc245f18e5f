package io.mlintern.kit.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.kit.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsCheckIT {
    @Test
    void aMisspeltKeyStopsTheStart() {
        assertThatThrownBy(() -> TestServer.start(Map.of("mlintern.kafka.bootstrp", "x:1")).close())
                .hasStackTraceContaining(
                        "unknown setting mlintern.kafka.bootstrp;"
                                + " did you mean mlintern.kafka.bootstrap?");
    }
}
