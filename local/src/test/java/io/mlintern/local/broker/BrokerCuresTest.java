package io.mlintern.local.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoaderImpl;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerCuresTest {
    private static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 0);
    private static final int MINUTE = 60_000;

    @TempDir private Path folder;

    @Test
    void theBrokerOfThisModuleIsCured() {
        assertThatCode(BrokerCures::verify).doesNotThrowAnyException();
    }

    @Test
    void aCoordinatorWhosePartitionGetsItsLeaderWhileItLooksIsNotLoaded() throws Exception {
        Queue<Optional<Long>> ends =
                new ArrayDeque<>(List.of(Optional.empty(), Optional.of(10_177L)));
        try (UnifiedLog log = log()) {
            var loader =
                    new CoordinatorLoaderImpl<String>(
                            Time.SYSTEM,
                            _ -> Optional.of(log),
                            _ -> ends.remove(),
                            (_, _) -> "",
                            1024,
                            1);

            var loaded = loader.load(OFFSETS, new Nothing());

            assertThatThrownBy(() -> loaded.get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(NotLeaderOrFollowerException.class);
            loader.close();
        }
    }

    private UnifiedLog log() throws Exception {
        return UnifiedLog.create(
                Files.createDirectory(folder.resolve(OFFSETS.toString())).toFile(),
                new LogConfig(Map.of()),
                0,
                0,
                new KafkaScheduler(1),
                new BrokerTopicStats(),
                Time.SYSTEM,
                MINUTE,
                new ProducerStateManagerConfig(MINUTE, false),
                MINUTE,
                new LogDirFailureChannel(1),
                true,
                Optional.of(Uuid.randomUuid()));
    }

    /// Nothing is there to be played back.
    private static final class Nothing implements CoordinatorPlayback<String> {
        @Override
        public void replay(long offset, long producer, short epoch, String record) {
            throw new AssertionError(record);
        }

        @Override
        public void replayEndTransactionMarker(
                long producer, short epoch, TransactionResult result) {
            throw new AssertionError(result);
        }

        @Override
        public void updateLastWrittenOffset(long offset) {}

        @Override
        public void updateLastCommittedOffset(long offset) {}
    }
}
