package io.mlintern.orchestrator.model;

import io.mlintern.kit.runs.RunExecutor;
import io.mlintern.kit.runs.Runs;
import io.mlintern.protocol.Topics;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The model runner of one replica: from [#start] to [#close].
public final class ModelRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRunner.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    /// What the runner needs of others.
    ///
    /// @param gatewayAddress of llm-gateway, without `/v1`; asked for at each call
    /// @param serviceToken asked for at each call
    /// @param passedOver is told what could not be taken
    public record Surroundings(
            Runs runs,
            FactSource catalog,
            Supplier<URI> gatewayAddress,
            Supplier<String> serviceToken,
            PassedOver passedOver) {}

    private final ModelRunnerConfig config;
    private final String topic;
    private final Outbox outbox;
    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(1, Thread.ofVirtual().name("chunks-", 0).factory());
    private final RunExecutor executor;
    private final Cancellations cancellations;
    private final FactFeed.Parts parts;
    private final Thread reader;
    private volatile Optional<FactFeed> feed = Optional.empty();
    private volatile boolean closing;

    private ModelRunner(ModelRunnerConfig config, Surroundings surroundings) {
        this.config = config;
        this.topic = Topics.EVENTS.name(config.prefix());
        var conversations = new Conversations(config.conversationBytes());
        var progress = new Progress();
        this.outbox = new Outbox(config.bootstrap(), config.prefix(), Clock.systemUTC());
        var history =
                new History(
                        conversations,
                        surroundings.catalog(),
                        new EventsReplay(consumerSettings(), topic));
        var means =
                new ModelAttempts.Means(
                        new Gateways(surroundings.gatewayAddress(), surroundings.serviceToken()),
                        outbox,
                        clock,
                        new RetryPolicy(config.retryScale()));
        this.executor =
                RunExecutor.start(
                        surroundings.runs(),
                        new ModelWork(history, means),
                        config.slots(),
                        config.grace());
        this.cancellations = new Cancellations(surroundings.runs(), history, progress);
        this.parts =
                new FactFeed.Parts(
                        conversations,
                        new HandOut(executor, progress),
                        cancellations,
                        progress,
                        surroundings.passedOver());
        this.reader = Thread.ofPlatform().name("model-runner").unstarted(this::read);
    }

    /// Takes over at once what an earlier start has left; calls are taken from the log as soon as Kafka answers.
    public static ModelRunner start(ModelRunnerConfig config, Surroundings surroundings) {
        var runner = new ModelRunner(config, surroundings);
        runner.reader.start();
        return runner;
    }

    /// Whether calls reach this replica.
    public boolean isReady() {
        return feed.map(FactFeed::hasJoined).orElse(false);
    }

    /// Takes no more calls, lets those that run finish within the grace period, and leaves the rest to others.
    @Override
    public void close() {
        closing = true;
        feed.ifPresentOrElse(FactFeed::wakeUp, reader::interrupt);
        join();
        executor.close();
        cancellations.close();
        clock.shutdownNow();
        outbox.close();
    }

    private void join() {
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        while (!closing) {
            try (var reading = open()) {
                feed = Optional.of(reading);
                while (!closing) {
                    reading.turn();
                }
            } catch (InterruptedException | InterruptException | WakeupException e) {
                LOG.debug("the reader ends");
            } catch (KafkaException | ExecutionException | TimeoutException e) {
                LOG.warn("cannot read {}: {}", topic, e.toString());
                pause();
            } finally {
                feed = Optional.empty();
                boolean _ = Thread.interrupted();
            }
        }
    }

    private FactFeed open() throws InterruptedException, ExecutionException, TimeoutException {
        try (var admin =
                Admin.create(
                        Map.<String, Object>of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrap()))) {
            new FirstStart(admin, config.group(), topic).prepare();
        }
        var consumer = new KafkaConsumer<String, byte[]>(groupSettings());
        var opened = new FactFeed(consumer, topic, parts);
        opened.subscribe();
        return opened;
    }

    private void pause() {
        try {
            Thread.sleep(AGAIN_AFTER);
        } catch (InterruptedException e) {
            LOG.debug("the reader ends");
        }
    }

    private Map<String, Object> consumerSettings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.bootstrap(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none");
    }

    private Map<String, Object> groupSettings() {
        var settings = new HashMap<String, Object>(consumerSettings());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instance() + "-model-runner");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1000);
        settings.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        return settings;
    }
}
