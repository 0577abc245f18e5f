package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.SessionContext;
import java.time.Instant;

/// Gives the decider what it may know, as one snapshot.
@FunctionalInterface
public interface ContextSource {
    SessionContext at(Instant now);
}
