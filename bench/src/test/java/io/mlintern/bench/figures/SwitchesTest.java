package io.mlintern.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SwitchesTest {
    @Test
    void flagsStandAloneAndOthersHaveAValue() {
        Switches switches = read("--write", "--sessions", "1,64", "--set", "A=1", "--set", "B=x=y");

        assertThat(switches.has("--write")).isTrue();
        assertThat(switches.numbers("--sessions", "7")).containsExactly(1, 64);
        assertThat(switches.settings("--set")).isEqualTo(Map.of("A", "1", "B", "x=y"));
    }

    @Test
    void whatIsNotGivenIsTheDefault() {
        Switches switches = read();

        assertThat(switches.has("--write")).isFalse();
        assertThat(switches.numbers("--sessions", "7")).containsExactly(7);
        assertThat(switches.number("--sessions", 3)).isEqualTo(3);
        assertThat(switches.value("--set")).isEmpty();
    }

    @Test
    void whatIsUnknownOrHasNoValueIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> read("--nonsense"));
        assertThatIllegalArgumentException().isThrownBy(() -> read("--sessions"));
        assertThatIllegalArgumentException().isThrownBy(() -> read("--set", "A").settings("--set"));
    }

    private static Switches read(String... arguments) {
        return Switches.read(Set.of("--write"), Set.of("--sessions", "--set"), List.of(arguments));
    }
}
