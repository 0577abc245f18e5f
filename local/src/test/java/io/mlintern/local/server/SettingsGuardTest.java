package io.mlintern.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsGuardTest {
    @Test
    void aSettingThatNoServiceReadsIsRefusedAsBadConfigurationWithTheNearestOne() {
        assertThatThrownBy(
                        () ->
                                SettingsGuard.check(
                                        Map.of("MLINTERN_TOOL_SERVICE_SLOT", "1", "HOME", "/")))
                .isInstanceOfSatisfying(
                        Fatal.class, fatal -> assertThat(fatal.exitCode()).isEqualTo(Fatal.USAGE))
                .hasMessage(
                        "unknown setting MLINTERN_TOOL_SERVICE_SLOT;"
                                + " did you mean MLINTERN_TOOL_SERVICE_SLOTS?");
    }

    @Test
    void aValueThatIsNoneIsRefusedByItsKeyAndNotRepeated() {
        assertThatThrownBy(() -> SettingsGuard.check(Map.of("MLINTERN_TOOL_SERVICE_SLOTS", "many")))
                .isInstanceOfSatisfying(
                        Fatal.class, fatal -> assertThat(fatal.exitCode()).isEqualTo(Fatal.USAGE))
                .hasMessage("MLINTERN_TOOL_SERVICE_SLOTS has to be a whole number from 1 to 500");
    }

    @Test
    void theSettingsOfAllServicesAreKnownTogether() {
        assertThatCode(
                        () ->
                                SettingsGuard.check(
                                        Map.of(
                                                "mlintern.orchestrator.model.slots", "3",
                                                "mlintern.llm-gateway.patience", "PT1S",
                                                "mlintern.tool-service.slots", "500",
                                                "mlintern.approval-service.publish-interval",
                                                        "PT1H",
                                                "mlintern.kafka.bootstrap", "h:1",
                                                "mlintern.home.dir", "/")))
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
        assertThatCode(() -> SettingsGuard.check(given)).doesNotThrowAnyException();
        var variables = ServiceSettings.asEnvironment(given);
        assertThatCode(() -> SettingsGuard.check(variables)).doesNotThrowAnyException();
    }
}
