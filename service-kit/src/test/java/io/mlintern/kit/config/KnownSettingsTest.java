package io.mlintern.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.config.KnownSettings.Section;
import io.mlintern.kit.config.KnownSettings.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSettingsTest {
    private final KnownSettings known =
            new KnownSettings(
                    List.of(
                            new Section(
                                    "mlintern.",
                                    List.of("mlintern.other-service."),
                                    List.of(),
                                    List.of(setting("mlintern.kafka.bootstrap"))),
                            new Section(
                                    "mlintern.tool-service.",
                                    List.of(),
                                    List.of(
                                            "mlintern.kafka.bootstrap",
                                            "mlintern.tool-service.slots"),
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

    @ParameterizedTest
    @CsvSource({
        "TEXT, , , anything at all, true",
        "FLAG, , , true, true",
        "FLAG, , , yes, false",
        "NUMBER, , , 1, true",
        "NUMBER, , , 0, false",
        "NUMBER, 0, , 0, true",
        "NUMBER, , 500, 500, true",
        "NUMBER, , 500, 501, false",
        "NUMBER, , , 3.5, false",
        "NUMBER, , , +7, false",
        "NUMBER, , , 2147483648, false",
        "NUMBER, , 1099511627776, 2147483648, true",
        "FACTOR, , , 0.5, true",
        "FACTOR, , , -1, false",
        "FACTOR, , , NaN, false",
        "DURATION, , , PT10S, true",
        "DURATION, , , 10s, false",
        "DURATION, , , PT-1S, false",
        "URL, , , http://host:8080/x, true",
        "URL, , , somewhere:8080, false",
        "URL, , , ftp://host, false",
    })
    void aValueIsJudgedByItsKind(
            SettingKind kind, Long least, Long most, String value, boolean right) {
        var setting =
                new Setting(
                        "mlintern.x",
                        none(),
                        Optional.of(kind),
                        Optional.ofNullable(least),
                        Optional.ofNullable(most),
                        "");
        var one =
                new KnownSettings(
                        List.of(new Section("mlintern.", List.of(), List.of(), List.of(setting))));
        var asVariable = Map.of("MLINTERN_X", value);

        assertThat(one.wrong(Map.of("mlintern.x", value)).isEmpty()).isEqualTo(right);
        assertThat(one.wrong(asVariable).isEmpty()).isEqualTo(right);
        assertThat(one.wrong(asVariable)).noneMatch(sentence -> sentence.contains(value));
        assertThat(one.wrong(Map.of("mlintern.x", " "))).as("blank is not set").isEmpty();
    }

    @Test
    void everyListedDefaultIsWhatItHasToBe() {
        for (var section : KnownSettings.of(getClass().getClassLoader()).sections()) {
            for (var setting : section.settings()) {
                assertThat(setting.standard().filter(value -> !setting.takes(value)))
                        .as(setting.key())
                        .isEmpty();
            }
        }
    }

    @Test
    void whatIsNeededAndNotSetIsSaidWithItsMeaning() {
        assertThat(known.missing(Map.of("mlintern.tool-service.slots", " ")))
                .containsExactly(
                        "mlintern.kafka.bootstrap is not set: what it means",
                        "mlintern.tool-service.slots is not set: what it means");
        assertThat(
                        known.missing(
                                Map.of(
                                        "mlintern.kafka.bootstrap",
                                        "x:1",
                                        "mlintern.tool-service.slots",
                                        "4")))
                .isEmpty();
    }

    @Test
    void theSharedOnesAreListed() {
        var sections = KnownSettings.of(getClass().getClassLoader()).sections();

        assertThat(sections).extracting(Section::section).contains("mlintern.");
    }

    private static Setting setting(String key) {
        return new Setting(key, none(), none(), none(), none(), "what it means");
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }
}
