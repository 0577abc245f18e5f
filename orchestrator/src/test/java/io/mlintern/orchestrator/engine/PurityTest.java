package io.mlintern.orchestrator.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PurityTest {
    private static final String ENGINE = "io.mlintern.orchestrator.engine";

    private final JavaClasses orchestrator =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.mlintern.orchestrator");

    @Test
    void theEngineKnowsTheProtocolPolicyAndItself() {
        classes()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.mlintern.protocol..",
                        "io.mlintern.policy..",
                        "com.fasterxml.jackson.annotation..",
                        ENGINE)
                .check(orchestrator);
    }

    @Test
    void theEngineHasNoClockNoChanceAndNoInputOutput() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Random.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio.file..",
                        "java.sql..",
                        "java.util.logging..",
                        "java.util.concurrent..")
                .check(orchestrator);
    }

    @Test
    void onlyItsStreamsPackageKnowsKafkaStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + ".streams")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(orchestrator);
    }
}
