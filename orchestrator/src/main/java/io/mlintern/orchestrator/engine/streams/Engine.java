package io.mlintern.orchestrator.engine.streams;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import io.mlintern.protocol.Topics;

/// An engine replica: the running topology. Started once, closed once.
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final KafkaStreams streams;

    private Engine(KafkaStreams streams) {
        this.streams = streams;
    }

    /// Starts a replica. It takes tasks in the background: see [#isReady].
    ///
    /// @throws IllegalStateException where the group has lost offsets
    public static Engine start(
            EngineSettings settings, ContextSource contexts, EngineMetrics metrics)
            throws InterruptedException, ExecutionException {
        try (Admin admin =
                Admin.create(
                        Map.<String, Object>of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                settings.bootstrap()))) {
            FirstStart.prepare(admin, settings);
        }
        var batch = new PolledBatch();
        var topology =
                EngineTopology.build(
                        settings.topicPrefix(),
                        () -> new SessionProcessor(contexts, metrics, batch));
        var streams =
                new KafkaStreams(
                        topology,
                        properties(settings, batch),
                        new EngineClients(metrics::deletedUnread));
        streams.setUncaughtExceptionHandler(
                failure -> {
                    LOG.error("the engine's thread failed and is replaced", failure);
                    return StreamThreadExceptionResponse.REPLACE_THREAD;
                });
        streams.setStateListener((now, before) -> LOG.info("engine {} (was {})", now, before));
        streams.start();
        return new Engine(streams);
    }

    /// Whether it runs and has work: `RUNNING` alone can mean that no task was given to it. A replica that only stands by
    /// counts as well.
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING
                && streams.metadataForLocalThreads().stream()
                        .anyMatch(
                                thread ->
                                        !thread.activeTasks().isEmpty()
                                                || !thread.standbyTasks().isEmpty());
    }

    public boolean isAlive() {
        return streams.state().isRunningOrRebalancing();
    }

    /// Tasks that this replica carries out.
    public int activeTasks() {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
    }

    /// Leaves no step half done; the tasks stay assigned to this replica's name until its session runs out, so that a
    /// restart gets them back at once.
    @Override
    public void close() {
        if (!streams.close(CLOSE_WITHIN)) {
            LOG.warn("the engine did not close within {}", CLOSE_WITHIN);
        }
    }

    private static Properties properties(EngineSettings settings, PolledBatch batch) {
        var props = new Properties();
        props.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        props.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        props.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        props.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        props.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        props.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        // Each polled batch asks for its commit when it is done. This is the longest that the first
        // steps of a long batch wait; a commit that takes as long as the interval would leave one
        // step to a transaction, however many wait.
        props.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        props.put(StreamsConfig.POLL_MS_CONFIG, 2);
        props.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        props.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                Topics.MAX_MESSAGE_BYTES);
        consumer(props, settings, batch);
        producer(props);
        return props;
    }

    private static void consumer(Properties props, EngineSettings settings, PolledBatch batch) {
        props.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                settings.instance());
        props.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        props.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000);
        props.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "none");
        props.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                PolledBatch.Counter.class.getName());
        props.put(StreamsConfig.mainConsumerPrefix(PolledBatch.Counter.BATCH), batch);
    }

    private static void producer(Properties props) {
        props.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        props.put(StreamsConfig.producerPrefix(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG), 5);
        // A producer that dies in a transaction stalls every reader of its partitions until this
        // has passed.
        props.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 5_000);
        props.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                Topics.MAX_MESSAGE_BYTES);
    }
}
