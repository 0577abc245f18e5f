package io.mlintern.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.local.folder.Fatal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsGuardTest {
    @Test
    void aSettingThatNoServiceReadsIsRefusedAsBadConfigurationWithTheNearestOne() {
        assertThatThrownBy(() -> SettingsGuard.check(List.of("MLINTERN_TOOL_SERVICE_SLOT", "HOME")))
                .isInstanceOfSatisfying(
                        Fatal.class, fatal -> assertThat(fatal.exitCode()).isEqualTo(Fatal.USAGE))
                .hasMessage(
                        "unknown setting MLINTERN_TOOL_SERVICE_SLOT;"
                                + " did you mean MLINTERN_TOOL_SERVICE_SLOTS?");
    }

    @Test
    void theSettingsOfAllServicesAreKnownTogether() {
        assertThatCode(
                        () ->
                                SettingsGuard.check(
                                        List.of(
                                                "mlintern.orchestrator.model.slots",
                                                "mlintern.llm-gateway.patience",
                                                "mlintern.tool-service.slots",
                                                "mlintern.approval-service.publish-interval",
                                                "mlintern.kafka.bootstrap",
                                                "mlintern.home.dir")))
                .doesNotThrowAnyException();
    }
}
