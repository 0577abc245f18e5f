package io.mlintern.local.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.common.runtime.CoordinatorEvent;
import org.apache.kafka.coordinator.common.runtime.CoordinatorEventProcessor;
import org.apache.kafka.coordinator.common.runtime.CoordinatorExecutor;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader.LoadSummary;
import org.apache.kafka.coordinator.common.runtime.CoordinatorMetrics;
import org.apache.kafka.coordinator.common.runtime.CoordinatorMetricsShard;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntimeMetricsImpl;
import org.apache.kafka.coordinator.common.runtime.CoordinatorShard;
import org.apache.kafka.coordinator.common.runtime.CoordinatorShardBuilder;
import org.apache.kafka.coordinator.common.runtime.CoordinatorTimer;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.coordinator.common.runtime.Serializer;
import org.apache.kafka.server.util.timer.SystemTimer;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.apache.kafka.timeline.SnapshotRegistry;

/// Kafka's coordinators of one partition, with a leader that comes and goes and loadings that end when a test says so. Events are
/// carried out at once, by whoever gives them.
final class PlayedCoordinators implements AutoCloseable {
    static final LoadSummary NOTHING_READ = new LoadSummary(0, 0, 0, 0, 0);

    private static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 0);

    private final Deque<CompletableFuture<LoadSummary>> loadings = new ArrayDeque<>();
    private final CoordinatorRuntime<Shard, String> runtime =
            new CoordinatorRuntime.Builder<Shard, String>()
                    .withLogPrefix("played")
                    .withLogContext(new LogContext())
                    .withTime(Time.SYSTEM)
                    .withTimer(new SystemTimer("played"))
                    .withEventProcessor(new AtOnce())
                    .withPartitionWriter(new Nowhere())
                    .withLoader(new Loader(loadings))
                    .withCoordinatorShardBuilderSupplier(ShardBuilder::new)
                    .withCoordinatorRuntimeMetrics(
                            new CoordinatorRuntimeMetricsImpl(new Metrics(), "played", false))
                    .withCoordinatorMetrics(new NoMetrics())
                    .withSerializer(new NoRecords())
                    .withWriteTimeout(Duration.ofSeconds(1))
                    .withAppendLingerMs(OptionalInt.of(0))
                    .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                    .withCachedBufferMaxBytesSupplier(() -> 1024)
                    .build();

    /// The loading that begins thereby.
    CompletableFuture<LoadSummary> becomesLeader(int epoch) {
        runtime.scheduleLoadOperation(OFFSETS, epoch);
        return loadings.getLast();
    }

    void losesLeadership(int epoch) {
        runtime.scheduleUnloadOperation(OFFSETS, OptionalInt.of(epoch));
    }

    /// What the coordinator answers: `active`, or why it does not.
    CompletableFuture<String> ask() {
        return runtime.scheduleReadOperation("ask", OFFSETS, (_, _) -> "active");
    }

    @Override
    public void close() {
        try {
            runtime.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private record Loader(Deque<CompletableFuture<LoadSummary>> loadings)
            implements CoordinatorLoader<String> {
        @Override
        public CompletableFuture<LoadSummary> load(
                TopicPartition partition, CoordinatorPlayback<String> playback) {
            loadings.add(new CompletableFuture<>());
            return loadings.getLast();
        }

        @Override
        public void close() {}
    }

    private static final class AtOnce implements CoordinatorEventProcessor {
        @Override
        public void enqueueLast(CoordinatorEvent event) {
            try {
                event.run();
            } catch (RuntimeException e) {
                event.complete(e);
            }
        }

        @Override
        public void enqueueFirst(CoordinatorEvent event) {
            enqueueLast(event);
        }

        @Override
        public void close() {}
    }

    private static final class Shard implements CoordinatorShard<String> {
        @Override
        public void replay(long offset, long producer, short epoch, String record) {}
    }

    private static final class ShardBuilder implements CoordinatorShardBuilder<Shard, String> {
        @Override
        public ShardBuilder withSnapshotRegistry(SnapshotRegistry registry) {
            return this;
        }

        @Override
        public ShardBuilder withLogContext(LogContext context) {
            return this;
        }

        @Override
        public ShardBuilder withTime(Time time) {
            return this;
        }

        @Override
        public ShardBuilder withTimer(CoordinatorTimer<String> timer) {
            return this;
        }

        @Override
        public ShardBuilder withExecutor(CoordinatorExecutor<String> executor) {
            return this;
        }

        @Override
        public ShardBuilder withCoordinatorMetrics(CoordinatorMetrics metrics) {
            return this;
        }

        @Override
        public ShardBuilder withTopicPartition(TopicPartition partition) {
            return this;
        }

        @Override
        public Shard build() {
            return new Shard();
        }
    }

    /// Nothing is written here.
    private static final class Nowhere implements PartitionWriter {
        @Override
        public void registerListener(TopicPartition partition, Listener listener) {}

        @Override
        public void deregisterListener(TopicPartition partition, Listener listener) {}

        @Override
        public LogConfig config(TopicPartition partition) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public long append(
                TopicPartition partition,
                VerificationGuard guard,
                MemoryRecords records,
                short version) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public CompletableFuture<VerificationGuard> maybeStartTransactionVerification(
                TopicPartition partition, String id, long producer, short epoch, int version) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public CompletableFuture<Void> deleteRecords(TopicPartition partition, long before) {
            throw new AssertionError("nothing is deleted");
        }
    }

    private static final class NoRecords implements Serializer<String> {
        @Override
        public byte[] serializeKey(String record) {
            throw new AssertionError(record);
        }

        @Override
        public byte[] serializeValue(String record) {
            throw new AssertionError(record);
        }
    }

    private static final class NoMetrics extends CoordinatorMetrics {
        @Override
        public CoordinatorMetricsShard newMetricsShard(
                SnapshotRegistry registry, TopicPartition partition) {
            throw new AssertionError("no shard asks for its metrics");
        }

        @Override
        public void activateMetricsShard(CoordinatorMetricsShard shard) {}

        @Override
        public void deactivateMetricsShard(CoordinatorMetricsShard shard) {}

        @Override
        public void onUpdateLastCommittedOffset(TopicPartition partition, long offset) {}
    }
}
