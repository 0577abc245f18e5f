package io.mlintern.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void aPercentileIsTheNearestRank() {
        Spread hundred = Spread.of(IntStream.rangeClosed(1, 100).asDoubleStream());

        assertThat(hundred.median()).isEqualTo(50);
        assertThat(hundred.p99()).isEqualTo(99);
        assertThat(hundred.at(1)).isEqualTo(100);
        assertThat(hundred.mean()).isEqualTo(50.5);
        assertThat(hundred.size()).isEqualTo(100);
    }

    @Test
    void ofOneValueAllSharesAreThatValue() {
        Spread one = Spread.of(DoubleStream.of(7));

        assertThat(one.at(0.001)).isEqualTo(7);
        assertThat(one.p99()).isEqualTo(7);
    }

    @Test
    void theOrderOfTheValuesDoesNotMatter() {
        assertThat(Spread.of(DoubleStream.of(9, 1, 5)).median()).isEqualTo(5);
    }

    @Test
    void nothingMeasuredIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(DoubleStream.empty()));
    }
}
