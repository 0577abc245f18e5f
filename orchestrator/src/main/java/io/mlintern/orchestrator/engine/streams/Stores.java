package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.Topics;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/// The engine's stores. Their names are part of the data: a renamed store is a lost one.
final class Stores {
    /// Session id to state.
    static final String SESSIONS = "sessions";

    /// Source topic to the next offset of this task's partition, kept in the step's own transaction: an input that was
    /// taken before is not taken again, whatever happens to the group's offsets.
    static final String NEXT_OFFSETS = "next-offsets";

    private static final Map<String, String> CHANGELOG =
            Map.of(
                    // Changelogs do not inherit the size limit of the sources.
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    Integer.toString(Topics.MAX_MESSAGE_BYTES));

    private Stores() {}

    static StoreBuilder<KeyValueStore<String, SessionState>> sessions() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(SESSIONS),
                        Serdes.String(),
                        stateSerde())
                .withLoggingEnabled(CHANGELOG);
    }

    static StoreBuilder<KeyValueStore<String, Long>> nextOffsets() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(NEXT_OFFSETS),
                        Serdes.String(),
                        Serdes.Long())
                .withLoggingEnabled(CHANGELOG);
    }

    static Serde<SessionState> stateSerde() {
        return Serdes.serdeFrom(
                (topic, state) -> write(state),
                (topic, bytes) -> bytes == null ? null : read(bytes));
    }

    private static byte[] write(SessionState state) {
        try {
            return state == null ? null : Json.mapper().writeValueAsBytes(state);
        } catch (IOException e) {
            throw new SerializationException("a session's state cannot be written", e);
        }
    }

    private static SessionState read(byte[] bytes) {
        try {
            return Json.mapper().readValue(bytes, SessionState.class);
        } catch (IOException e) {
            throw new SerializationException("a session's state cannot be read", e);
        }
    }
}
