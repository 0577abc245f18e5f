package io.mlintern.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void whatALocalServerGivesToItsServicesIsKnown(@TempDir Path home) throws Exception {
        var folder = new DataFolder(home);
        folder.create();
        var settings =
                new ServiceSettings(folder, LocalIdentity.of(folder), "127.0.0.1:1", "jdbc:x");
        var given = new HashMap<>(settings.shared("local", _ -> URI.create("http://127.0.0.1:1")));
        for (Service service : Service.values()) given.putAll(settings.own(service));

        assertThat(given).isNotEmpty();
        assertThatCode(() -> SettingsGuard.check(List.copyOf(given.keySet())))
                .doesNotThrowAnyException();
        var variables = List.copyOf(ServiceSettings.asEnvironment(given).keySet());
        assertThatCode(() -> SettingsGuard.check(variables)).doesNotThrowAnyException();
    }
}
