package io.mlintern.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void numbersStandOnTheRightAndWordsOnTheLeft() {
        var table = new TextTable("hop", "p50").row("to the model", 1.234).row("back", 1234.5);

        assertThat(table)
                .hasToString(
                        """
                        hop            p50
                        to the model  1.23
                        back          1235""");
    }

    @Test
    void aDecimalPointIsAPointInEveryLanguage() {
        assertThat(TextTable.text(0.5)).isEqualTo("0.50");
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        var table = new TextTable("one");

        assertThatIllegalArgumentException().isThrownBy(() -> table.row("one", "two"));
    }
}
