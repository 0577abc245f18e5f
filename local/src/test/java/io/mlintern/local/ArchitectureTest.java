package io.mlintern.local;

import io.mlintern.protocol.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final ModuleClasses module = ModuleClasses.below("io.mlintern.local");

    @Test
    void itKeepsTheHouseRules() {
        module.keepTheHouseRules();
    }

    @Test
    void itStartsTheServicesAndKnowsNone() {
        module.knowOfOurs("protocol", "kit", "cli");
    }
}
