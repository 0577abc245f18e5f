package io.mlintern.protocol.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Each rule finds what is deliberately wrong below `wrong`, and passes what is right.
class ModuleClassesTest {
    private static final String WRONG = "io.mlintern.protocol.architecture.wrong.";

    @Test
    void aPackageThatSaysNothingIsFound() {
        found(() -> wrong("util").havePackagesNamedByFeature(), "Misplaced");
        passes(() -> wrong("one").havePackagesNamedByFeature());
    }

    @Test
    void packagesThatNeedEachOtherAreFound() {
        found(
                () ->
                        ModuleClasses.ofTests("io.mlintern.protocol.architecture.wrong")
                                .haveNoCycles(),
                "wrong.one",
                "wrong.two");
        passes(() -> wrong("one").haveNoCycles());
    }

    @Test
    void staticStateIsFoundInAFieldThatChangesAndInAConstantWhoseContentDoes() {
        found(() -> wrong("counted").haveNoStaticMutableState(), "Counted.count");
        found(() -> wrong("collected").haveNoStaticMutableState(), "Collected.COUNT");
        passes(() -> wrong("timed").haveNoStaticMutableState());
    }

    @Test
    void aModuleThatMayNotBeKnownIsFound() {
        found(() -> wrong("library").knowOfOurs(), "SessionId");
        passes(() -> wrong("library").knowOfOurs("protocol"));
    }

    @Test
    void aLibraryThatMayNotBeUsedIsFound() {
        found(() -> wrong("library").useOnly(), "ObjectMapper");
        passes(() -> wrong("library").useOnly("com.fasterxml.jackson.."));
        found(() -> wrong("library").confine("com.fasterxml.jackson.."), "ObjectMapper");
        passes(() -> all().confine("com.fasterxml.jackson..", WRONG + "library"));
        found(() -> wrong("library").confineToClasses("com.fasterxml..", "Other"), "UsesJackson");
        passes(() -> all().confineToClasses("com.fasterxml..", "UsesJackson"));
    }

    @Test
    void aPackageOfDecisionsThatAsksForTheTimeOrUsesALibraryIsFound() {
        found(() -> wrong("timed").arePure(WRONG + "timed"), "Instant.now");
        found(() -> wrong("library").arePure(WRONG + "library"), "ObjectMapper");
        passes(() -> wrong("library").arePure(WRONG + "library", "com.fasterxml.jackson.."));
    }

    private static ModuleClasses all() {
        return ModuleClasses.ofTests("io.mlintern.protocol.architecture.wrong");
    }

    private static ModuleClasses wrong(String name) {
        return ModuleClasses.ofTests(WRONG + name);
    }

    private static void found(ThrowingCallable rule, String... names) {
        assertThatThrownBy(rule).isInstanceOf(AssertionError.class).hasMessageContainingAll(names);
    }

    private static void passes(ThrowingCallable rule) {
        assertThatCode(rule).doesNotThrowAnyException();
    }
}
