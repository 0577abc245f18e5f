package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.Decision;

/// What the engine counts.
public interface EngineMetrics {
    void stepped();

    void dropped(Decision.Dropped reason);

    /// An input that was taken before came again.
    void replayed();

    /// An operation waits until its session is known.
    void parked();

    void deadLettered();

    /// Inputs that Kafka had deleted before they were read.
    void deletedUnread(long offsets);

    void quarantined();
}
