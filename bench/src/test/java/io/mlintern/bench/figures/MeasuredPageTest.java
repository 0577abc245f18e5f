package io.mlintern.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredPageTest {
    private static final String PAGE =
            """
            # Measured
            ### One
            Words.

            | a | b |
            |---|---|
            | 1 | 2 |

            ### Two
            | c |
            |---|
            """;

    @Test
    void aRowIsAddedAtTheEndOfTheTableBelowItsHeading() {
        assertThat(MeasuredPage.withRow(PAGE, "### One", List.of("3", "4")))
                .isEqualTo(PAGE.replace("| 1 | 2 |\n", "| 1 | 2 |\n| 3 | 4 |\n"));
    }

    @Test
    void theFirstRowOfATableComesBelowItsHead() {
        assertThat(MeasuredPage.withRow(PAGE, "### Two", List.of("5"))).isEqualTo(PAGE + "| 5 |\n");
    }

    @Test
    void anUnknownHeadingAndAnotherNumberOfColumnsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeasuredPage.withRow(PAGE, "### Three", List.of("1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeasuredPage.withRow(PAGE, "# Measured", List.of("1", "2")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeasuredPage.withRow(PAGE, "### One", List.of("1")));
    }
}
