package io.mlintern.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PurityTest {
    private final JavaClasses policy =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.mlintern.policy");

    @Test
    void policyKnowsTheProtocolAndThreeLibraries() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.mlintern.policy..",
                        "io.mlintern.protocol..",
                        "dev.cel..",
                        "com.google.common.collect..",
                        "com.nimbusds.jose..",
                        "org.yaml.snakeyaml..")
                .check(policy);
    }

    @Test
    void celAndYamlStayInTheClassesThatAreNamedForThem() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Condition")
                .and()
                .doNotHaveSimpleName("Language")
                .and()
                .doNotHaveSimpleName("CallVariables")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.cel..")
                .check(policy);
    }

    @Test
    void policyHasNoClockNoChanceAndNoInputOutput() {
        noClasses()
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
                .belongToAnyOf(Clock.class, Random.class, SecureRandom.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..", "java.nio.file..", "java.sql..", "java.util.logging..")
                .check(policy);
    }
}
