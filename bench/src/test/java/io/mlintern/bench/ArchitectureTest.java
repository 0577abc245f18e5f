package io.mlintern.bench;

import io.mlintern.protocol.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final ModuleClasses module = ModuleClasses.below("io.mlintern.bench");

    @Test
    void itKeepsTheHouseRules() {
        module.keepTheHouseRules();
    }

    @Test
    void itWatchesTheProductFromOutside() {
        module.knowOfOurs("protocol", "local", "system");
    }

    @Test
    void arithmeticIsPure() {
        module.arePure("io.mlintern.bench.figures");
    }

    @Test
    void onlyThePackageOfTheServerKnowsKafka() {
        module.confine("org.apache.kafka..", "io.mlintern.bench.server");
    }
}
