package io.mlintern.gateway;

import io.mlintern.protocol.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final ModuleClasses module = ModuleClasses.below("io.mlintern.gateway");

    @Test
    void itKeepsTheHouseRules() {
        module.keepTheHouseRules();
    }

    @Test
    void itKnowsNoOtherService() {
        module.knowOfOurs("protocol", "policy", "kit");
    }

    @Test
    void routingIsPure() {
        // The gateway's own failures are its answer where a model has no way.
        module.arePure("io.mlintern.gateway.routing", "io.mlintern.gateway.chat");
    }
}
