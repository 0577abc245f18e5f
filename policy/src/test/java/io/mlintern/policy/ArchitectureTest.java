package io.mlintern.policy;

import io.mlintern.protocol.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final ModuleClasses module = ModuleClasses.below("io.mlintern.policy");

    @Test
    void itKeepsTheHouseRules() {
        module.keepTheHouseRules();
    }

    @Test
    void itKnowsTheProtocol() {
        module.knowOfOurs("protocol");
    }

    @Test
    void itIsPureButForItsThreeLibraries() {
        module.arePure(
                "io.mlintern.policy..",
                "dev.cel..",
                // The types of CEL's own signatures.
                "com.google.common.collect..",
                "com.nimbusds.jose..",
                "org.yaml.snakeyaml..");
    }

    @Test
    void celStaysInTheClassesThatAreNamedForIt() {
        module.confineToClasses("dev.cel..", "Condition", "Language", "CallVariables");
    }
}
