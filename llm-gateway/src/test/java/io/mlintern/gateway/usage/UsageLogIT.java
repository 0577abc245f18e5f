package io.mlintern.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.gateway.testing.Detour;
import io.mlintern.gateway.testing.UsageTopic;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.Usage;
import io.mlintern.protocol.UsageRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.eclipse.microprofile.metrics.Counter;
import org.junit.jupiter.api.Test;

class UsageLogIT {
    private final Counted written = new Counted();
    private final Counted dropped = new Counted();

    @Test
    void whatWaitedWhileKafkaWasAwayIsWrittenOnceItIsBack() throws Exception {
        String broker = UsageTopic.ready();
        try (var detour = new Detour();
                var log = log(detour.address(), 100)) {
            for (int i = 0; i < 20; i++) write(log, "patient", i);
            assertThat(written.getCount()).isZero();

            detour.leadTo(broker);

            await().atMost(Duration.ofSeconds(40)).until(() -> written.getCount() == 20);
            assertThat(ids("patient"))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 20).mapToObj(i -> "usage-patient-" + i).toList());
            assertThat(dropped.getCount()).isZero();
        }
    }

    @Test
    void whatThereIsNoRoomForIsDroppedAndCountedAndNobodyWaits() throws Exception {
        try (var nowhere = new Detour();
                var log = log(nowhere.address(), 10)) {
            long began = System.nanoTime();

            for (int i = 0; i < 5_000; i++) write(log, "crowd", i);

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(4));
            // Ten wait, and at most a batch of them is being sent.
            assertThat(dropped.getCount()).isBetween(5_000L - 10 - 500, 5_000L - 10);
        }
        assertThat(written.getCount() + dropped.getCount()).isEqualTo(5_000);
    }

    @Test
    void aKafkaWhoseNameIsUnknownStopsNobody() {
        try (var log = log("no-such-host.invalid:9092", 10)) {
            write(log, "lost", 1);
        }
        assertThat(dropped.getCount()).isEqualTo(1);
    }

    @Test
    void whatWaitsAtTheEndIsStillWritten() {
        String broker = UsageTopic.ready();
        try (var log = log(broker, 100)) {
            for (int i = 0; i < 30; i++) write(log, "leaver", i);
        }

        assertThat(written.getCount()).isEqualTo(30);
        assertThat(ids("leaver")).hasSize(30);
    }

    private UsageLog log(String bootstrap, int room) {
        return new UsageLog(
                UsageTopic.clients(bootstrap), new UsageLog.Counters(written, dropped), room);
    }

    private static void write(UsageLog log, String user, int number) {
        log.write(
                user + "-" + number,
                new Actor("local", user),
                new UsageRecord(
                        Optional.empty(),
                        Optional.empty(),
                        user,
                        new ModelId("vllm/x"),
                        Usage.NONE,
                        7,
                        Optional.empty()));
    }

    private static List<String> ids(String user) {
        return UsageTopic.of(user, 1).stream().map(it -> it.envelope().id()).toList();
    }

    private static final class Counted implements Counter {
        private final LongAdder count = new LongAdder();

        @Override
        public void inc() {
            count.increment();
        }

        @Override
        public void inc(long n) {
            count.add(n);
        }

        @Override
        public long getCount() {
            return count.sum();
        }
    }
}
