package io.mlintern.local.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerCuresTest {
    private final PlayedCoordinators coordinators = new PlayedCoordinators();

    @AfterEach
    void close() {
        coordinators.close();
    }

    @Test
    void theBrokerOfThisModuleIsCured() {
        assertThatCode(BrokerCures::verify).doesNotThrowAnyException();
    }

    @Test
    void aCoordinatorIsActiveWhenItsOwnLoadingEndsNotWhenAnEarlierOneDoes() throws Exception {
        var earlier = coordinators.becomesLeader(1);
        coordinators.losesLeadership(2);
        var own = coordinators.becomesLeader(3);

        earlier.complete(PlayedCoordinators.NOTHING_READ);

        assertThatItIsLoading();
        own.complete(PlayedCoordinators.NOTHING_READ);
        assertThat(coordinators.ask().get()).isEqualTo("active");
    }

    @Test
    void anEarlierLoadingThatFailedDoesNotFailTheCoordinator() throws Exception {
        var earlier = coordinators.becomesLeader(1);
        coordinators.losesLeadership(2);
        var own = coordinators.becomesLeader(3);

        earlier.completeExceptionally(new NotLeaderOrFollowerException("gone"));

        assertThatItIsLoading();
        own.complete(PlayedCoordinators.NOTHING_READ);
        assertThat(coordinators.ask().get()).isEqualTo("active");
    }

    private void assertThatItIsLoading() {
        assertThat(coordinators.ask())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CoordinatorLoadInProgressException.class);
    }
}
