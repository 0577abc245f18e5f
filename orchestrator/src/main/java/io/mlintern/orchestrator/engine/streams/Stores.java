package io.mlintern.orchestrator.engine.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/// The engine's stores. Their names are part of the data: a renamed store is a lost one.
final class Stores {
    /// Session id to state, as JSON: read inside the step, so that one that cannot be read stops its session alone.
    static final String SESSIONS = "sessions";

    /// Source topic to the next offset of this task's partition, kept in the step's own transaction: an input that was
    /// taken before is not taken again, whatever happens to the group's offsets.
    static final String NEXT_OFFSETS = "next-offsets";

    /// Call id to the tool call as it stands on its topic, while it is out.
    static final String HANDED_OUT = "handed-out";

    /// Session id and offset to an operation that waits at the [Door].
    static final String PARKED = "parked";

    private static final Map<String, String> CHANGELOG =
            Map.of(
                    // Changelogs do not inherit the size limit of the sources.
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    Integer.toString(Topics.MAX_MESSAGE_BYTES));

    private Stores() {}

    static StoreBuilder<KeyValueStore<String, byte[]>> sessions() {
        return bytes(SESSIONS);
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> handedOut() {
        return bytes(HANDED_OUT);
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> parked() {
        return bytes(PARKED);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> bytes(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withLoggingEnabled(CHANGELOG);
    }

    static StoreBuilder<KeyValueStore<String, Long>> nextOffsets() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(NEXT_OFFSETS),
                        Serdes.String(),
                        Serdes.Long())
                .withLoggingEnabled(CHANGELOG);
    }

    /// The state as it is stored. Half characters, which no JSON can carry, become question marks.
    static byte[] write(SessionState state) {
        try {
            return Json.mapper().writeValueAsString(state).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new SerializationException("a session's state cannot be written", e);
        }
    }

    static SessionState read(byte[] bytes) {
        try {
            return Json.mapper().readValue(bytes, SessionState.class);
        } catch (IOException e) {
            throw new SerializationException("a session's state cannot be read", e);
        }
    }
}
