package io.mlintern.orchestrator.engine.streams;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/// An empty store that calls itself persistent.
///
/// Kafka Streams keeps its process id on disk only when some store is persistent. Without it the id is new at each start
/// and the open transaction of the process before is not fenced: a restart waits for its time-out.
final class ProcessAnchor implements StateStore {
    static final String NAME = "process-anchor";
    private boolean open;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    static StoreBuilder<ProcessAnchor> builder() {
        return new Builder();
    }

    private static final class Builder implements StoreBuilder<ProcessAnchor> {
        @Override
        public StoreBuilder<ProcessAnchor> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<ProcessAnchor> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<ProcessAnchor> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<ProcessAnchor> withLoggingDisabled() {
            return this;
        }

        @Override
        public ProcessAnchor build() {
            return new ProcessAnchor();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
