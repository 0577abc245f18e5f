package io.mlintern.gateway.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.gateway.chat.Usage;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
    private static final Price WHOLE =
            new Price(amount("3"), amount("15"), one("0.30"), one("3.75"));

    @ParameterizedTest
    @CsvSource({
        // prompt, completion, read, written, dollars
        "0,       0,    0,     0,   0",
        "1000000, 0,    0,     0,   3",
        "0, 1000000,    0,     0,   15",
        "1,       0,    0,     0,   0.000003",
        "100,     20,   64,    6,   0.0004317",
        "64,      0,    64,    0,   0.0000192",
        "6,       0,    0,     6,   0.0000225",
        "3000000000, 1, 0,     0,   9000.000015",
    })
    void everyTokenIsPaidForOnceAndNothingIsRounded(
            long prompt, long completion, long read, long written, String dollars) {
        var usage = new Usage(prompt, completion, read, written, 7);

        assertThat(WHOLE.cost(usage)).contains(amount(dollars));
    }

    @Test
    void withoutAPriceForThemCachedTokensCostWhatOthersCost() {
        var price = Price.of(amount("2"), amount("10"));

        assertThat(price.cost(new Usage(100, 20, 64, 0, 0))).contains(amount("0.0004"));
    }

    @Test
    void withoutAPriceForThemTokensWrittenIntoACacheMakeTheCostUnknown() {
        var price = Price.of(amount("2"), amount("10"));

        assertThat(price.cost(new Usage(100, 20, 0, 1, 0))).isEmpty();
    }

    @Test
    void figuresThatContradictEachOtherHaveAnUnknownCost() {
        assertThat(WHOLE.cost(new Usage(10, 20, 8, 3, 0))).isEmpty();
    }

    @Test
    void whatIsFreeCostsNothingWhateverTheFigures() {
        assertThat(Price.FREE.cost(new Usage(10, 20, 8, 3, 0))).contains(BigDecimal.ZERO);
    }

    @Test
    void aNegativePriceIsNone() {
        assertThatThrownBy(() -> Price.of(amount("1"), amount("-1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BigDecimal amount(String text) {
        return new BigDecimal(text);
    }

    private static Optional<BigDecimal> one(String text) {
        return Optional.of(amount(text));
    }
}
