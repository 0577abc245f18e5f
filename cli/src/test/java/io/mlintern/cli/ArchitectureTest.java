package io.mlintern.cli;

import io.mlintern.protocol.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final ModuleClasses module = ModuleClasses.below("io.mlintern.cli");

    @Test
    void itKeepsTheHouseRules() {
        module.keepTheHouseRules();
    }

    @Test
    void itKnowsNoneOfOurModules() {
        module.knowOfOurs();
    }

    @Test
    void itUsesPicocliAndJacksonOnly() {
        module.useOnly("picocli..", "com.fasterxml.jackson..");
    }
}
