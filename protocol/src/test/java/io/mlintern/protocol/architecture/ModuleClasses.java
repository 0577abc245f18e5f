package io.mlintern.protocol.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/// The classes of one module, and what the house asks of them. Each module's `ArchitectureTest` says which rules are its own;
/// that each of them can fail is shown by `ModuleClassesTest`.
public final class ModuleClasses {
    private static final String OURS = "io.mlintern.";

    /// Names that say where something was put, not what it is.
    private static final Set<String> EMPTY_NAMES =
            Set.of("util", "utils", "common", "core", "manager", "impl", "dto");

    /// Types whose content changes. A constant declared as an interface may hold one too: that is not seen here.
    private static final Set<Class<?>> MUTABLE =
            Set.of(
                    ArrayList.class,
                    LinkedList.class,
                    ArrayDeque.class,
                    HashMap.class,
                    LinkedHashMap.class,
                    TreeMap.class,
                    HashSet.class,
                    LinkedHashSet.class,
                    TreeSet.class,
                    StringBuilder.class);

    private final String root;
    private final JavaClasses classes;

    private ModuleClasses(String root, JavaClasses classes) {
        this.root = root;
        this.classes = classes;
    }

    /// Those of production below a root package, of the module whose test asks.
    public static ModuleClasses below(String root) {
        return new ModuleClasses(root, read("target/classes", root));
    }

    /// Those of tests: for what is wrong on purpose.
    public static ModuleClasses ofTests(String root) {
        return new ModuleClasses(root, read("target/test-classes", root));
    }

    private static JavaClasses read(String folder, String root) {
        Path module = Path.of(System.getProperty("basedir", ""));
        Path classes = module.resolve(folder).resolve(root.replace('.', '/'));
        if (!Files.isDirectory(classes)) {
            throw new IllegalArgumentException("no classes in " + classes);
        }
        return new ClassFileImporter().importPath(classes);
    }

    /// What holds in every module.
    public void keepTheHouseRules() {
        havePackagesNamedByFeature();
        haveNoCycles();
        haveNoInjectedFields();
        haveNoStaticMutableState();
    }

    void havePackagesNamedByFeature() {
        classes()
                .should()
                .resideOutsideOfPackages(
                        EMPTY_NAMES.stream().map(name -> ".." + name + "..").toArray(String[]::new))
                .check(classes);
    }

    void haveNoCycles() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(classes);
    }

    public void haveNoInjectedFields() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .allowEmptyShould(true)
                .check(classes);
    }

    void haveNoStaticMutableState() {
        fields().that()
                .areStatic()
                .and(describe("are written by hand", ModuleClasses::isWritten))
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(describe("mutable", ModuleClasses::isMutable))
                .allowEmptyShould(true)
                .check(classes);
    }

    /// Of our modules they know only these, by the packages below ours: `protocol`, `policy`, `kit`.
    public void knowOfOurs(String... modules) {
        String[] known =
                Stream.concat(Stream.of(root), Arrays.stream(modules).map(it -> OURS + it))
                        .map(it -> it + "..")
                        .toArray(String[]::new);
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage(OURS + ".")
                                .and(DescribedPredicate.not(resideInAnyPackage(known))))
                .check(classes);
    }

    /// They use the JDK, our own modules and these libraries, by package.
    public void useOnly(String... libraries) {
        String[] known =
                Stream.concat(
                                Stream.of("java..", "javax.net..", OURS + "."),
                                Arrays.stream(libraries))
                        .toArray(String[]::new);
        classes().should().onlyDependOnClassesThat().resideInAnyPackage(known).check(classes);
    }

    /// Only these packages know this library.
    public void confine(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(classes);
    }

    /// Only these classes, by simple name, know this library.
    public void confineToClasses(String library, String... names) {
        noClasses()
                .that(
                        describe(
                                "are not among " + List.of(names),
                                type -> !List.of(names).contains(outermost(type).getSimpleName())))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(classes);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ModuleClasses::outermost).orElse(type);
    }

    /// A package of decisions: it knows the protocol, policy, itself and these libraries, and no clock, chance, input or output.
    ///
    /// @param packages as ArchUnit writes them: with `..` at its end its subpackages too
    public void arePure(String packages, String... libraries) {
        String[] known =
                Stream.concat(
                                Stream.of(
                                        "java..", OURS + "protocol..", OURS + "policy..", packages),
                                Arrays.stream(libraries))
                        .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known)
                .check(classes);
        haveNoClockNoChanceAndNoInputOutput(packages);
    }

    private void haveNoClockNoChanceAndNoInputOutput(String packages) {
        noClasses()
                .that()
                .resideInAPackage(packages)
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
                .dependOnClassesThat(
                        resideInAnyPackage(
                                        "java.net..",
                                        "java.nio.file..",
                                        "java.sql..",
                                        "java.util.logging..",
                                        "java.util.concurrent..")
                                // An address is a value.
                                .and(DescribedPredicate.not(equivalentTo(URI.class))))
                .check(classes);
    }

    private static boolean isWritten(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isMutable(JavaClass type) {
        return MUTABLE.stream().anyMatch(type::isEquivalentTo)
                || type.getPackageName().equals("java.util.concurrent.atomic")
                || (type.getPackageName().equals("java.util.concurrent")
                        && type.getSimpleName().startsWith("Concurrent"));
    }

    /// Each package by itself, the root package too.
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "the packages";
        }
    }
}
