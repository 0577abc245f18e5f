package io.mlintern.orchestrator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChunkCoalescerTest {
    private static final long START = Long.MAX_VALUE - 1000;

    private final ChunkCoalescer coalescer = new ChunkCoalescer();

    @Test
    void theFirstPieceGoesAtOnce() {
        assertThat(coalescer.add("a", START)).contains("a");
        assertThat(coalescer.dueIn(START)).isEmpty();
    }

    @Test
    void whatComesWithinThePaceIsGathered() {
        coalescer.add("a", START);

        assertThat(coalescer.add("b", after(10))).isEmpty();
        assertThat(coalescer.dueIn(after(10))).contains(Duration.ofMillis(30));
        assertThat(coalescer.due(after(39))).isEmpty();
        assertThat(coalescer.add("c", after(40))).contains("bc");
    }

    @Test
    void muchTextDoesNotWaitForThePace() {
        coalescer.add("a", START);

        assertThat(coalescer.add("b".repeat(511), after(1))).isEmpty();
        assertThat(coalescer.add("c", after(2))).contains("b".repeat(511) + "c");
    }

    @Test
    void theRestIsTakenWhateverTheTime() {
        coalescer.add("a", START);
        coalescer.add("b", after(1));

        assertThat(coalescer.take(after(1))).contains("b");
        assertThat(coalescer.take(after(1))).isEmpty();
    }

    private static long after(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }
}
