package io.mlintern.system.crash;

import io.mlintern.system.CommittedReader;
import io.mlintern.system.ProductServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;

/// A reader of all topics that sees committed records only, and how late each session's records came to it: the time between a
/// record's stamp and its being read. A transaction that its dead producer left open holds back everybody's records behind it.
final class LateRecords implements AutoCloseable {
    private final CommittedReader topics;
    private final Map<String, Late> latest = new ConcurrentHashMap<>();
    private final Thread reader = Thread.ofPlatform().name("late-records").unstarted(this::read);

    /// @param by the time between stamp and reading
    record Late(Duration by, String topic) {
        Late max(Late other) {
            return by.compareTo(other.by) >= 0 ? this : other;
        }
    }

    private LateRecords(ProductServer server) {
        topics = new CommittedReader(server.kafka(), topic -> topic.startsWith("mlintern."));
        topics.skipToEnd();
    }

    static LateRecords follow(ProductServer server) {
        var records = new LateRecords(server);
        records.reader.start();
        return records;
    }

    private void read() {
        try (topics) {
            while (true) {
                topics.poll().forEach(this::note);
            }
        } catch (WakeupException closed) {
            // By close().
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> sent) {
        if (sent.key() == null) return;
        String session = new String(sent.key(), StandardCharsets.UTF_8).split("-", 2)[0];
        Duration by = Duration.between(Instant.ofEpochMilli(sent.timestamp()), Instant.now());
        latest.merge(session, new Late(by, sent.topic()), Late::max);
    }

    /// The one of this session's records that came latest.
    Optional<Late> of(String session) {
        return Optional.ofNullable(latest.get(session));
    }

    @Override
    public void close() {
        topics.wakeUp();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
