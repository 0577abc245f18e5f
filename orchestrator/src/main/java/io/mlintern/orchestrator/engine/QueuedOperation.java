package io.mlintern.orchestrator.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mlintern.protocol.OperationId;

/// An operation that waits until the running turn has ended. A text is not kept: the fact with that `seq` has it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "queued")
@JsonSubTypes({
    @JsonSubTypes.Type(value = QueuedOperation.Turn.class, name = "turn"),
    @JsonSubTypes.Type(value = QueuedOperation.End.class, name = "end")
})
public sealed interface QueuedOperation {
    /// More than a person ever types ahead; what comes after is refused, so that the state stays small.
    int MOST = 100;

    record Turn(long userMessage) implements QueuedOperation {}

    record End(OperationId operation) implements QueuedOperation {}
}
