package io.mlintern.orchestrator;

import io.mlintern.protocol.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final ModuleClasses module = ModuleClasses.below("io.mlintern.orchestrator");

    @Test
    void itKeepsTheHouseRules() {
        module.keepTheHouseRules();
    }

    @Test
    void itKnowsNoOtherService() {
        module.knowOfOurs("protocol", "policy", "kit");
    }

    @Test
    void theEngineIsPure() {
        // Stored as JSON: its state carries Jackson's annotations.
        module.arePure("io.mlintern.orchestrator.engine", "com.fasterxml.jackson.annotation..");
    }

    @Test
    void theConversationIsPure() {
        module.arePure("io.mlintern.orchestrator.model.conversation");
    }

    @Test
    void onlyTheEnginesStreamsPackageKnowsKafkaStreams() {
        module.confine("org.apache.kafka.streams..", "io.mlintern.orchestrator.engine.streams");
    }
}
