package io.mlintern.protocol;

import io.mlintern.protocol.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final ModuleClasses module = ModuleClasses.below("io.mlintern.protocol");

    @Test
    void itKeepsTheHouseRules() {
        module.keepTheHouseRules();
    }

    @Test
    void itKnowsNoOtherModule() {
        module.knowOfOurs();
    }

    @Test
    void itUsesJacksonOnly() {
        module.useOnly("com.fasterxml.jackson..");
    }
}
