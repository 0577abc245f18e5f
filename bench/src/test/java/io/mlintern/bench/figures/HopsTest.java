package io.mlintern.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlintern.bench.figures.Passages.Place;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HopsTest {
    private static final Place FIRST = new Place("abc", 1);
    private static final Place SECOND = new Place("abc", 2);

    private final Passages passages = new Passages();

    @Test
    void theMeansOfAllHopsAddUpToTheMeanOfTheWhole() {
        pass(FIRST, 1);
        pass(SECOND, 3);

        Hops hops = Hops.of(passages.all());

        assertThat(hops.iterations()).isEqualTo(2);
        assertThat(hops.hops()).extracting(Hops.Hop::to).doesNotContain(Moment.ANSWERED);
        assertThat(hops.hops().stream().mapToDouble(hop -> hop.millis().mean()).sum())
                .isCloseTo((9 + 27) / 2.0, within(1e-9));
    }

    @Test
    void anIterationOfWhichAMomentIsMissingIsLeftOut() {
        pass(FIRST, 1);
        passages.note(SECOND, Moment.ANSWERED, Instant.EPOCH);

        assertThat(Hops.of(passages.all()).iterations()).isEqualTo(1);
    }

    @Test
    void withoutIterationsThereAreNoHops() {
        assertThat(Hops.of(passages.all())).isEqualTo(new Hops(List.of()));
    }

    @Test
    void ofTwoSightingsTheFirstCounts() {
        pass(FIRST, 1);
        passages.note(FIRST, Moment.ASKED, Instant.EPOCH.plusSeconds(60));

        assertThat(Hops.of(passages.all()).hops().getLast().millis().mean()).isEqualTo(1);
    }

    @Test
    void aCallNamesItsIteration() {
        assertThat(Place.ofCall("abc-1-17-m")).contains(new Place("abc", 17));
        assertThat(Place.ofCall("abc-1-17-0")).contains(new Place("abc", 17));
        assertThat(Place.ofCall("no call")).isEmpty();
        assertThat(Place.ofCall("a-b-c-d")).isEmpty();
    }

    private void pass(Place place, long millis) {
        Instant at = Instant.EPOCH;
        for (Moment moment : Moment.values()) {
            passages.note(place, moment, at);
            at = at.plusMillis(millis);
        }
    }
}
