package io.mlintern.kit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.protocol.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final ModuleClasses module = ModuleClasses.below("io.mlintern.kit");

    @Test
    void itKeepsTheHouseRules() {
        module.keepTheHouseRules();
    }

    @Test
    void itKnowsProtocolAndPolicy() {
        module.knowOfOurs("protocol", "policy");
    }

    @Test
    void anInjectedFieldIsFound() {
        var wrong = ModuleClasses.ofTests("io.mlintern.kit.wrong");

        assertThatThrownBy(wrong::haveNoInjectedFields)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Injected.field");
    }
}
