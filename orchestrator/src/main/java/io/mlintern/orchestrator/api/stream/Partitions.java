package io.mlintern.orchestrator.api.stream;

import io.mlintern.protocol.SessionId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/// Where a session's records are: all writers use Kafka's own partitioner over the session id.
public final class Partitions {
    private Partitions() {}

    public static TopicPartition of(String topic, int count, SessionId session) {
        byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
        return new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % count);
    }
}
