package io.mlintern.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class CourseTest {
    private static final long SECOND = 1_000_000_000;

    private final Course course = new Course(2, 3);

    @Test
    void whatIsAnsweredBetweenTheWarmUpAndTheEndIsMeasured() {
        assertThat(course.measures(SECOND)).isFalse();
        for (long at = 1; at <= 4; at++) {
            assertThat(course.comesRound(at * SECOND)).isTrue();
        }
        assertThat(course.isOver()).isFalse();
        assertThat(course.comesRound(5 * SECOND)).isFalse();

        assertThat(course.isOver()).isTrue();
        assertThat(course.measures(2 * SECOND - 1)).isFalse();
        assertThat(course.measures(2 * SECOND)).isTrue();
        assertThat(course.measures(5 * SECOND - 1)).isTrue();
        assertThat(course.measures(5 * SECOND)).isFalse();
        assertThat(course.perSecond()).isEqualTo(1);
    }

    @Test
    void whatComesRoundAfterTheEndGoesNotOn() {
        for (long at = 1; at <= 5; at++) {
            var _ = course.comesRound(at * SECOND);
        }

        assertThat(course.comesRound(6 * SECOND)).isFalse();
        assertThat(course.perSecond()).isEqualTo(1);
    }

    @Test
    void aCourseThatIsStoppedHasNoRate() {
        course.stop();

        assertThat(course.isOver()).isTrue();
        assertThatIllegalStateException().isThrownBy(course::perSecond);
    }
}
