package io.mlintern.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.config.mp.MpConfigSources;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void eachKindIsReadAsWhatItIs() {
        var settings =
                settings(
                        Map.of(
                                "a.text", " x ",
                                "a.time", "PT1M",
                                "a.number", "7",
                                "a.flag", "true",
                                "a.url", "http://h:1",
                                "a.file", "/etc/x"));

        assertThat(settings.text("text")).isEqualTo("x");
        assertThat(settings.duration("time", Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.number("number", 1, 1, 10)).isEqualTo(7);
        assertThat(settings.flag("flag", false)).isTrue();
        assertThat(settings.url("url")).isEqualTo(URI.create("http://h:1"));
        assertThat(settings.file("file")).isEqualTo(Path.of("/etc/x"));
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        var settings = settings(Map.of("a.blank", " "));

        assertThat(settings.text("text", "y")).isEqualTo("y");
        assertThat(settings.optionalText("blank")).isEmpty();
        assertThat(settings.duration("time", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
        assertThat(settings.number("number", 3, 1, 10)).isEqualTo(3);
        assertThat(settings.flag("flag", true)).isTrue();
    }

    @Test
    void aWrongValueIsRefusedByKeyAndWithoutItself() {
        var settings =
                settings(
                        Map.of(
                                "a.time", "10s",
                                "a.past", "PT-1S",
                                "a.number", "sekret",
                                "a.large", "11",
                                "a.flag", "yes",
                                "a.url", "file:///x"));

        refused(() -> settings.duration("time", Duration.ZERO), "a.time", "PT10S");
        refused(() -> settings.duration("past", Duration.ZERO), "a.past", "PT10S");
        refused(() -> settings.number("number", 1, 1, 10), "a.number", "from 1 to 10");
        refused(() -> settings.number("large", 1, 1, 10), "a.large", "from 1 to 10");
        refused(() -> settings.flag("flag", false), "a.flag", "true or false");
        refused(() -> settings.url("url"), "a.url", "http://host:8080");
        refused(() -> settings.text("missing"), "a.missing", "is not set");
        assertThatThrownBy(() -> settings.number("number", 1, 1, 10))
                .hasMessageNotContaining("sekret");
    }

    private static void refused(ThrowingCallable read, String key, String words) {
        assertThatThrownBy(read)
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll(key, words);
    }

    private static Settings settings(Map<String, String> values) {
        var config =
                ConfigProviderResolver.instance()
                        .getBuilder()
                        .withSources(MpConfigSources.create(values))
                        .build();
        return new Settings(config, "a.");
    }
}
