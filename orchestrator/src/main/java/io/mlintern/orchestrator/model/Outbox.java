package io.mlintern.orchestrator.model;

import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.Signal;
import io.mlintern.protocol.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What the model runner sends: signals on `events`, results on `model.results`.
final class Outbox implements AutoCloseable {
    private static final String SERVICE = "orchestrator";
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final String prefix;
    private final Clock clock;

    Outbox(String bootstrap, String prefix, Clock clock) {
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                                ProducerConfig.CLIENT_ID_CONFIG, prefix + "model-runner",
                                ProducerConfig.LINGER_MS_CONFIG, 0,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000,
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_MESSAGE_BYTES),
                        new StringSerializer(),
                        new ByteArraySerializer());
        this.prefix = prefix;
        this.clock = clock;
    }

    /// A signal may get lost: nobody waits for it but the outcome that follows it.
    ///
    /// @throws KafkaException when it could not even be queued
    Future<RecordMetadata> signal(ModelCall call, String id, Signal signal) {
        var event = SessionEvent.signal(call.session(), clock.instant(), call.turn(), signal);
        return send(Topics.EVENTS, call, id, event);
    }

    /// Returns when the record is safe.
    ///
    /// @throws KafkaException when it is not
    void result(ModelCall call, String id, Message result) throws InterruptedException {
        try {
            send(Topics.MODEL_RESULTS, call, id, result).get();
        } catch (ExecutionException e) {
            throw new KafkaException("the result was not taken", e.getCause());
        }
    }

    private Future<RecordMetadata> send(Topics topic, ModelCall call, String id, Message message) {
        var envelope =
                new Envelope<>(
                        id,
                        "/mlintern/" + SERVICE,
                        clock.instant(),
                        call.actor(),
                        call.traceparent(),
                        message);
        return producer.send(Records.write(topic.name(prefix), envelope));
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }
}
