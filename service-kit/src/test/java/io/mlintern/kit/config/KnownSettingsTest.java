package io.mlintern.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.config.KnownSettings.Section;
import io.mlintern.kit.config.KnownSettings.Setting;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownSettingsTest {
    private final KnownSettings known =
            new KnownSettings(
                    List.of(
                            new Section(
                                    "mlintern.",
                                    List.of("mlintern.other-service."),
                                    List.of(setting("mlintern.kafka.bootstrap"))),
                            new Section(
                                    "mlintern.tool-service.",
                                    List.of(),
                                    List.of(
                                            setting("mlintern.tool-service.slots"),
                                            setting("mlintern.tool-service.limits.*")))));

    @Test
    void aKeyThatNobodyReadsIsNamedWithTheNearest() {
        assertThat(known.unknown(List.of("mlintern.tool-service.slot", "mlintern.kafka.bootstrp")))
                .containsExactly(
                        "unknown setting mlintern.kafka.bootstrp; did you mean mlintern.kafka.bootstrap?",
                        "unknown setting mlintern.tool-service.slot; did you mean mlintern.tool-service.slots?");
    }

    @Test
    void knownKeysWildcardsAndKeysOfOthersPass() {
        assertThat(
                        known.unknown(
                                List.of(
                                        "mlintern.kafka.bootstrap",
                                        "mlintern.tool-service.slots",
                                        "mlintern.tool-service.limits.bash",
                                        "mlintern.other-service.x",
                                        "server.port")))
                .isEmpty();
    }

    @Test
    void variablesOfTheEnvironmentAreJudgedByTheNamesThatKeysHaveThere() {
        assertThat(
                        known.unknown(
                                List.of(
                                        "MLINTERN_TOOL_SERVICE_SLOT",
                                        "MLINTERN_TOOL_SERVICE_SLOTS",
                                        "MLINTERN_TOOL_SERVICE_LIMITS_BASH",
                                        "MLINTERN_KAFKA_BOOTSTRAP",
                                        "MLINTERN_OTHER_SERVICE_X",
                                        "ML_INTERN_HOME")))
                .containsExactly(
                        "unknown setting MLINTERN_TOOL_SERVICE_SLOT; did you mean MLINTERN_TOOL_SERVICE_SLOTS?");
    }

    @Test
    void theSharedOnesAreListed() {
        var sections = KnownSettings.of(getClass().getClassLoader()).sections();

        assertThat(sections).extracting(Section::section).contains("mlintern.");
    }

    private static Setting setting(String key) {
        return new Setting(key, Optional.empty(), "");
    }
}
